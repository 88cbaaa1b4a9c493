using Grpc.Core;
using Ledger.Client.Light;
using Ledger.Client.Proofs;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client;

public sealed partial class LedgerClient
{
    /// <summary>
    /// Brings a light store up to date: all headers to the node's head, each certified or leading to a certified one, then
    /// the ranges, each value proven and each list of keys the word of f+1 validators.
    /// </summary>
    /// <param name="store">The store; one synchronisation at a time.</param>
    /// <param name="ranges">What to keep of the state; ranges that the store has beside these are left as they are.</param>
    /// <param name="entriesMax">Most keys of one range.</param>
    /// <param name="cancellation">Ends it early; what was taken stays.</param>
    /// <exception cref="LedgerException">
    /// Unproven when anything does not hold; Disagreement when no f+1 nodes list the same keys; InvalidArgument when the
    /// options name fewer than f+1 nodes.
    /// </exception>
    public async Task<LightSyncReport> SyncAsync(
        LightStore store, IReadOnlyList<LightRange> ranges, int entriesMax = RangeEntriesDefault,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(ranges);
        var headers = await SyncHeadersAsync(store, cancellation).ConfigureAwait(false);
        var keys = 0L;
        foreach (var range in ranges)
        {
            var (entries, added) = await SyncRangeAsync(store, range, entriesMax, cancellation).ConfigureAwait(false);
            headers += added;
            keys += entries;
        }

        return new LightSyncReport(store.Head?.Height ?? default, headers, keys);
    }

    private async Task<long> SyncHeadersAsync(LightStore store, CancellationToken cancellation)
    {
        var from = store.Head?.Height.Next ?? store.First;
        var follower = new HeaderFollower(_verifier, _options.ChainId, store.First, store.Head);
        var request = new Wire.HeadersRequest { FromHeight = from.Value };
        using var call = _node.Stub.Headers(request, new CallOptions(cancellationToken: cancellation));
        var added = 0L;
        try
        {
            while (await call.ResponseStream.MoveNext(cancellation)
                .WaitAsync(_options.CallTimeout, _options.TimeProvider, cancellation).ConfigureAwait(false))
            {
                var page = await follower.TakeAsync(call.ResponseStream.Current, _node, cancellation).ConfigureAwait(false);
                store.Append(page);
                added += page.Length;
            }
        }
        catch (RpcException e)
        {
            throw _node.Translate(e, null, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new LedgerException(LedgerError.Timeout, "the next headers did not come in time", inner: e);
        }

        return added;
    }

    private async Task<(int Keys, long Headers)> SyncRangeAsync(
        LightStore store, LightRange range, int entriesMax, CancellationToken cancellation)
    {
        var read = await RangeQuorumAsync(range.Contract, range.Prefix, entriesMax, cancellation).ConfigureAwait(false);

        if (read.Entries.Any(e => e.Header != read.Header))
        {
            throw new LedgerException(
                LedgerError.InvalidArgument,
                $"the range of contract {range.Contract} takes more than one answer; keep narrower ones");
        }

        // The range stands under a newer block than the last header that was taken, when blocks came meanwhile.
        var headers = await SyncHeadersAsync(store, cancellation).ConfigureAwait(false);
        store.Put(LightEntries.Of(range, read.Header, read.Certificate, read.Entries));
        return (read.Entries.Count, headers);
    }
}
