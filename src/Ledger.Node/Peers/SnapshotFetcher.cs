using Google.Protobuf;
using Grpc.Core;
using Ledger.Node.Execution;
using Ledger.Primitives;
using Ledger.Protocol.V1;
using Ledger.Storage;
using Microsoft.Extensions.Logging;

namespace Ledger.Node.Peers;

/// <summary>
/// Takes a snapshot of the certified state from peers. Nothing of it is believed: the headers at the ends of epochs lead from
/// what this node knows to the members that certify the snapshot's header, each chunk is proven against that header's state
/// root, and the blocks of the validity window hang together by their hashes. An interrupted one goes on where it stopped.
/// </summary>
internal sealed class SnapshotFetcher
{
    private readonly LedgerStore _store;
    private readonly ExecutionPipeline _execution;
    private readonly IEd25519Verifier _verifier;
    private readonly Membership _genesis;
    private readonly int _validityWindow;
    private readonly ILogger _log;

    public SnapshotFetcher(
        LedgerStore store, ExecutionPipeline execution, IEd25519Verifier verifier, GenesisDocument genesis, ILogger log)
    {
        _genesis = genesis.ToMembership();
        _store = store;
        _execution = execution;
        _verifier = verifier;
        _validityWindow = genesis.ValidityWindowBlocks;
        _log = log;
    }

    /// <summary>Fetches and installs one.</summary>
    /// <returns>Whether the ledger now stands at a snapshot's height.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<PeerLink> peers, CancellationToken cancellation)
    {
        foreach (var peer in peers)
        {
            try
            {
                if (await DescribeAsync(peer, cancellation).ConfigureAwait(false) is var (manifest, epochs, members) &&
                    await FetchAsync(manifest, epochs, members, peer, peers, cancellation).ConfigureAwait(false))
                {
                    return true;
                }
            }
            catch (Exception e) when (e is RpcException or IOException ||
                                      (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                _log.FetchFailed(peer.Name, e.Message);
            }
        }

        return false;
    }

    private async Task<(SnapshotManifest Manifest, IReadOnlyList<EpochHeader> Epochs, MembersByHeight Members)?> DescribeAsync(
        PeerLink peer, CancellationToken cancellation)
    {
        var response = await peer.Client.DescribeSnapshotAsync(
            new DescribeSnapshotRequest(), deadline: DateTime.UtcNow + NodeLimits.FetchChunkTimeout,
            cancellationToken: cancellation).ConfigureAwait(false);
        if (SnapshotManifest.TryDecode(response.Manifest.Span) is not { } manifest ||
            response.Epochs.Count > NodeLimits.SnapshotEpochsMax)
        {
            _log.FetchFailed(peer.Name, "the description of its snapshot is malformed");
            return null;
        }

        var epochs = new List<EpochHeader>();
        var members = new MembersByHeight(_store.ChainId, _genesis);
        foreach (var known in _store.EpochHeaders(default))
        {
            members.TryAdd(known);
        }

        foreach (var bytes in response.Epochs)
        {
            var epoch = EpochHeader.TryDecode(bytes.Span);
            if (epoch != null && epoch.Header.Height <= _store.Height)
            {
                continue;
            }

            if (epoch == null || !members.TryAdd(epoch))
            {
                _log.FetchFailed(peer.Name, "an end of an epoch is malformed or not certified");
                return null;
            }

            epochs.Add(epoch);
        }

        if (!manifest.Verify(_verifier, _store.ChainId, members.At(manifest.Height)))
        {
            _log.FetchFailed(peer.Name, $"its snapshot at {manifest.Height} is not certified");
            return null;
        }

        epochs.RemoveAll(epoch => epoch.Header.Height > manifest.Height);
        return manifest.Height > _store.Height ? (manifest, epochs, members) : null;
    }

    private async Task<bool> FetchAsync(
        SnapshotManifest manifest, IReadOnlyList<EpochHeader> epochs, MembersByHeight members, PeerLink server,
        IReadOnlyList<PeerLink> peers, CancellationToken cancellation)
    {
        var restore = await _execution.RunAsync(
            () => _store.BeginRestore(manifest.Header, manifest.Certificate)).ConfigureAwait(false);
        var chunks = 0;
        var order = new List<PeerLink>([server, .. peers.Where(peer => peer != server)]);
        var depth = manifest.Depth;
        while (!restore.Progress.IsComplete)
        {
            foreach (var prefix in restore.Progress.Missing(depth).ToList())
            {
                if (!await FetchChunkAsync(restore, prefix, order, cancellation).ConfigureAwait(false))
                {
                    return false;
                }

                chunks++;
            }
        }

        if (!await FetchHistoryAsync(restore, members, order, cancellation).ConfigureAwait(false))
        {
            return false;
        }

        await _execution.InstallAsync(restore, epochs).ConfigureAwait(false);
        _log.SnapshotInstalled(manifest.Height.Value, server.Name, chunks, (ulong)manifest.Entries);
        return true;
    }

    /// <summary>From whichever peer has it; one that serves another height only costs the question.</summary>
    private async Task<bool> FetchChunkAsync(
        StateRestore restore, StatePrefix prefix, List<PeerLink> order, CancellationToken cancellation)
    {
        var request = new FetchChunkRequest
        {
            Height = restore.Header.Height.Value,
            Prefix = UnsafeByteOperations.UnsafeWrap(prefix.Encode(new CanonicalWriter(StatePrefix.Size)).ToArray()),
        };
        foreach (var peer in order)
        {
            try
            {
                var response = await peer.Client.FetchChunkAsync(
                    request, deadline: DateTime.UtcNow + NodeLimits.FetchChunkTimeout,
                    cancellationToken: cancellation).ConfigureAwait(false);
                var outcome = StateChunk.TryDecode(response.Chunk.Span) is { } chunk && prefix.Contains(chunk.Prefix)
                    ? await _execution.RunAsync(() => restore.AddChunk(chunk)).ConfigureAwait(false)
                    : RestoreOutcome.Refused;
                if (outcome is RestoreOutcome.Added or RestoreOutcome.Known)
                {
                    return true;
                }

                _log.FetchFailed(peer.Name, $"chunk {prefix} of the snapshot at {restore.Header.Height} was refused: {outcome}");
            }
            catch (RpcException e)
            {
                _log.FetchFailed(peer.Name, $"chunk {prefix}: {e.Status.Detail}");
            }
        }

        return false;
    }

    /// <summary>The blocks in which a transaction may stand that could still be repeated.</summary>
    private async Task<bool> FetchHistoryAsync(
        StateRestore restore, MembersByHeight members, List<PeerLink> order, CancellationToken cancellation)
    {
        var top = restore.Header.Height.Value;
        var lowest = top > (ulong)_validityWindow ? top - (ulong)_validityWindow + 1 : 1;
        while (restore.LowestBlock.Value > lowest)
        {
            var end = restore.LowestBlock.Value - 1;
            var from = Math.Max(lowest, end > NodeLimits.FetchBlocksMax ? end - NodeLimits.FetchBlocksMax + 1 : 1);
            var before = restore.LowestBlock;
            foreach (var peer in order)
            {
                await FetchRangeAsync(restore, members, peer, from, end, cancellation).ConfigureAwait(false);
                if (restore.LowestBlock.Value <= from)
                {
                    break;
                }
            }

            if (restore.LowestBlock == before)
            {
                return false;
            }
        }

        return true;
    }

    private async Task FetchRangeAsync(
        StateRestore restore, MembersByHeight members, PeerLink peer, ulong from, ulong end,
        CancellationToken cancellation)
    {
        try
        {
            var blocks = new List<Block>();
            using var call = peer.Client.FetchBlocks(
                new FetchBlocksRequest { FromHeight = from, Count = (uint)(end - from + 1) },
                deadline: DateTime.UtcNow + NodeLimits.FetchBlocksTimeout, cancellationToken: cancellation);
            while (blocks.Count < NodeLimits.FetchBlocksMax &&
                   await call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false))
            {
                // The hashes vouch for the block; the certificate is for those who will fetch it from us.
                if (Block.TryDecode(call.ResponseStream.Current.Block.Memory) is { } block &&
                    block.FirstFlaw(_verifier, _store.ChainId, members.At(block.Header.Height)) == null)
                {
                    blocks.Add(block);
                }
            }

            for (var i = blocks.Count - 1; i >= 0; i--)
            {
                var block = blocks[i];
                await _execution.RunAsync(() => restore.ImportHistory(block)).ConfigureAwait(false);
            }
        }
        catch (RpcException e)
        {
            _log.FetchFailed(peer.Name, e.Status.Detail);
        }
    }
}
