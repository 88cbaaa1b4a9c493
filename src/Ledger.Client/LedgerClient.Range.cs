using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using Ledger.Client.Connection;
using Ledger.Client.Proofs;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client;

public sealed partial class LedgerClient
{
    /// <summary>Entries of <see cref="RangeQuorumAsync"/> when nothing else is said.</summary>
    public const int RangeEntriesDefault = 65_536;

    /// <summary>
    /// All keys of a contract under a prefix, ascending, each with its proven value, as one node lists them: what it leaves
    /// out does not show (see <see cref="RangeQuorumAsync"/>). All entries stand under one header, unless there are more of
    /// them than the node serves in one call; then later ones stand under a later header.
    /// </summary>
    /// <param name="contract">The contract.</param>
    /// <param name="prefix">What the contract's keys begin with; empty for all.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="LedgerException">Unproven when anything does not hold; Busy when the node serves too many.</exception>
    public async IAsyncEnumerable<ProvenEntry> RangeAsync(
        string contract, ReadOnlyMemory<byte> prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var follower = new RangeFollower(_verifier, contract, UnsafeByteOperations.UnsafeWrap(prefix));
        await foreach (var page in PagesAsync(_node, follower, contract, prefix, false, cancellation).ConfigureAwait(false))
        {
            foreach (var entry in await follower.TakeAsync(page, _node, cancellation).ConfigureAwait(false))
            {
                yield return entry;
            }
        }
    }

    /// <summary>
    /// All keys of a contract under a prefix with their proven values, where f+1 different validators of the newest known
    /// epoch list the same keys, so that at least one honest one leaves none out. While keys come and go, nodes may be a
    /// block apart; a few rounds even that out.
    /// </summary>
    /// <param name="contract">The contract.</param>
    /// <param name="prefix">What the contract's keys begin with; empty for all.</param>
    /// <param name="entriesMax">Most entries to take.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="LedgerException">
    /// InvalidArgument when the options name fewer than f+1 nodes, or there are more entries; Unproven when the first node's
    /// entries do not hold; Disagreement when no f+1 nodes list what the first one lists.
    /// </exception>
    public async Task<ProvenRange> RangeQuorumAsync(
        string contract, ReadOnlyMemory<byte> prefix, int entriesMax = RangeEntriesDefault,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(entriesMax);
        LedgerException? trouble = null;
        for (var round = 0; round < QuorumRoundsMax; round++)
        {
            if (round > 0)
            {
                await Task.Delay(_options.RetryPause, _options.TimeProvider, cancellation).ConfigureAwait(false);
            }

            var others = _nodes[1..].Select(n => KeysOfAsync(n, contract, prefix, entriesMax, cancellation)).ToArray();
            var entries = new List<ProvenEntry>();
            Digest keys;
            BlockHeader header;
            CommitCertificate certificate;
            try
            {
                (keys, header, certificate) = await EntriesAsync(contract, prefix, entriesMax, entries, cancellation).ConfigureAwait(false);
            }
            finally
            {
                await Task.WhenAll(others).ConfigureAwait(false);
            }

            var members = _epochs.Chain.Newest.Membership;
            RequireNodes(members.WeakQuorum);
            var agreeing = others.Select(o => o.Result).Where(o => o.Keys == keys).Select(o => o.Node).Append(_node.Name)
                .Where(n => IsMember(members, n)).Select(n => n!).Distinct(StringComparer.Ordinal).ToArray();
            if (agreeing.Length >= members.WeakQuorum)
            {
                return new ProvenRange(header, certificate, entries, agreeing);
            }

            trouble = Array.Find(others, o => o.Result.Error != null)?.Result.Error ?? trouble;
        }

        throw new LedgerException(
            LedgerError.Disagreement,
            trouble == null
                ? "not enough nodes list the same keys"
                : $"not enough nodes list the same keys; one said: {trouble.Message}");
    }

    /// <summary>The first node's entries.</summary>
    /// <returns>Digest of their keys, and the newest header that they stand under.</returns>
    private async Task<(Digest Keys, BlockHeader Header, CommitCertificate Certificate)> EntriesAsync(
        string contract, ReadOnlyMemory<byte> prefix, int entriesMax, List<ProvenEntry> entries, CancellationToken cancellation)
    {
        using var follower = new RangeFollower(_verifier, contract, UnsafeByteOperations.UnsafeWrap(prefix));
        await foreach (var page in PagesAsync(_node, follower, contract, prefix, false, cancellation).ConfigureAwait(false))
        {
            entries.AddRange(await follower.TakeAsync(page, _node, cancellation).ConfigureAwait(false));
            RequireCount(entries.Count, entriesMax);
        }

        return (follower.KeysDigest(), follower.Header, follower.Certificate);
    }

    /// <summary>Another node's list of keys; what keeps it from giving one is no reason to fail.</summary>
    private async Task<(string? Node, Digest? Keys, LedgerException? Error)> KeysOfAsync(
        NodeConnection node, string contract, ReadOnlyMemory<byte> prefix, int entriesMax, CancellationToken cancellation)
    {
        try
        {
            var count = 0;
            using var follower = new RangeFollower(_verifier, contract, UnsafeByteOperations.UnsafeWrap(prefix));
            await foreach (var page in PagesAsync(node, follower, contract, prefix, true, cancellation).ConfigureAwait(false))
            {
                await follower.TakeKeysAsync(page, node, cancellation).ConfigureAwait(false);
                RequireCount(count += page.Entries.Count, entriesMax);
            }

            return (node.Name, follower.KeysDigest(), null);
        }
        catch (LedgerException e)
        {
            return (null, null, e);
        }
    }

    /// <summary>All pages of as many calls as it takes.</summary>
    private async IAsyncEnumerable<Wire.RangeResponse> PagesAsync(
        NodeConnection node, RangeFollower follower, string contract, ReadOnlyMemory<byte> prefix, bool keysOnly,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        ChainVerifier.WholeKey(contract, prefix.Span);
        var request = new Wire.RangeRequest
        {
            Contract = contract, Prefix = UnsafeByteOperations.UnsafeWrap(prefix), KeysOnly = keysOnly,
        };
        bool more;
        do
        {
            more = false;
            var before = request.After;
            follower.Begin();
            using var call = node.Stub.Range(request, new CallOptions(cancellationToken: cancellation));
            while (await NextAsync(call, node, cancellation).ConfigureAwait(false))
            {
                more = call.ResponseStream.Current.More;
                yield return call.ResponseStream.Current;
            }

            request.After = follower.Last;
            if (more && request.After == before)
            {
                throw new LedgerException(LedgerError.Unproven, "the node does not get on with the range");
            }
        }
        while (more);
    }

    /// <summary>Waits for a page, at most <see cref="LedgerClientOptions.CallTimeout"/>.</summary>
    private async Task<bool> NextAsync(
        AsyncServerStreamingCall<Wire.RangeResponse> call, NodeConnection node, CancellationToken cancellation)
    {
        try
        {
            return await call.ResponseStream.MoveNext(cancellation)
                .WaitAsync(_options.CallTimeout, _options.TimeProvider, cancellation).ConfigureAwait(false);
        }
        catch (RpcException e)
        {
            throw node.Translate(e, null, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new LedgerException(LedgerError.Timeout, "the next keys did not come in time", inner: e);
        }
    }

    private static void RequireCount(int count, int countMax)
    {
        if (count > countMax)
        {
            throw new LedgerException(LedgerError.InvalidArgument, $"there are more than {countMax} keys under the prefix");
        }
    }
}
