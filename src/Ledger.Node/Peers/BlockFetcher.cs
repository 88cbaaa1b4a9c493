using Grpc.Core;
using Ledger.Consensus;
using Ledger.Node.Consensus;
using Ledger.Node.Execution;
using Ledger.Primitives;
using Ledger.Protocol.V1;
using Ledger.Storage;
using Microsoft.Extensions.Logging;

namespace Ledger.Node.Peers;

/// <summary>
/// Catches up by certified blocks: asks one peer after another, trusts none (DESIGN.md 10). Each block's certificate
/// is checked and the block is
/// executed here before it is stored. One run at a time; it always ends with <see cref="CatchUpEnded"/>.
/// </summary>
internal sealed class BlockFetcher
{
    private readonly LedgerStore _store;
    private readonly ExecutionPipeline _execution;
    private readonly IEd25519Verifier _verifier;
    private readonly Membership _membership;
    private readonly IReadOnlyDictionary<ReplicaId, PeerLink> _links;
    private readonly ILogger _log;

    public BlockFetcher(
        LedgerStore store, ExecutionPipeline execution, IEd25519Verifier verifier, Membership membership,
        IReadOnlyDictionary<ReplicaId, PeerLink> links, ILogger log)
    {
        _store = store;
        _execution = execution;
        _verifier = verifier;
        _membership = membership;
        _links = links;
        _log = log;
    }

    public async Task RunAsync(
        SequenceNumber target, IReadOnlyList<ReplicaId> peers, ConsensusLoop loop, CancellationToken cancellation)
    {
        var began = _store.Height;
        try
        {
            foreach (var peer in peers)
            {
                if (_links.TryGetValue(peer, out var link))
                {
                    await FetchFromAsync(link, target, cancellation).ConfigureAwait(false);
                }

                if (_store.Height >= target)
                {
                    break;
                }
            }
        }
        finally
        {
            _log.CaughtUp(began.Value, _store.Height.Value, target.Value);
            await loop.PostAsync(new CatchUpEnded(_store.Height >= target), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task FetchFromAsync(PeerLink link, SequenceNumber target, CancellationToken cancellation)
    {
        try
        {
            while (_store.Height < target && await FetchRangeAsync(link, target, cancellation).ConfigureAwait(false))
            {
            }
        }
        catch (Exception e) when (e is RpcException or IOException ||
                                  (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            _log.FetchFailed(link.Name, e.Message);
        }
    }

    private async Task<bool> FetchRangeAsync(PeerLink link, SequenceNumber target, CancellationToken cancellation)
    {
        var from = _store.Height.Next;
        var request = new FetchBlocksRequest
        {
            FromHeight = from.Value,
            Count = (uint)Math.Min(NodeLimits.FetchBlocksMax, target.Value - from.Value + 1),
        };
        using var call = link.Client.FetchBlocks(
            request, deadline: DateTime.UtcNow + NodeLimits.FetchBlocksTimeout, cancellationToken: cancellation);
        var any = false;
        while (await call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false))
        {
            var block = Block.TryDecode(call.ResponseStream.Current.Block.Memory);
            var flaw = block == null ? "the block is malformed" : block.FirstFlaw(_verifier, _store.ChainId, _membership);
            flaw ??= await _execution.ImportAsync(block!).ConfigureAwait(false);
            if (flaw != null)
            {
                _log.FetchFailed(link.Name, flaw);
                return false;
            }

            any = true;
        }

        return any;
    }
}
