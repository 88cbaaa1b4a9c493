using Grpc.Core;
using Ledger.Primitives;
using Ledger.Protocol.V1;

namespace Ledger.Node.Gateway;

internal sealed partial class GatewayService
{
    public override Task History(
        HistoryRequest request, IServerStreamWriter<HistoryResponse> responseStream, ServerCallContext context)
    {
        var key = WholeKey(request.Contract, request.Key);
        var from = request.From ?? new HistoryCursor();
        return ReadLongAsync(context, cancellation => WriteHistoryAsync(key, from, responseStream, cancellation));
    }

    private async Task WriteHistoryAsync(
        byte[] key, HistoryCursor from, IServerStreamWriter<HistoryResponse> responses, CancellationToken cancellation)
    {
        // All of a call is read before the first page is sent: a slow reader never holds on to the store meanwhile.
        var versions = ReadVersions(key, from, cancellation, out var next);
        var source = new VersionSource(_store);
        var page = new HistoryResponse { LowestHistory = _store.LowestHistoryOf(key).Value };
        var bytes = 0;
        foreach (var (height, index, value) in versions)
        {
            if (page.Versions.Count == NodeLimits.PageEntriesMax || bytes >= NodeLimits.PageBytesMax)
            {
                await responses.WriteAsync(page, cancellation).ConfigureAwait(false);
                (page, bytes) = (new HistoryResponse { LowestHistory = page.LowestHistory }, 0);
            }

            page.Versions.Add(source.Describe(height, index, value));
            bytes += value?.Length ?? 0;
        }

        page.Next = next;
        await responses.WriteAsync(page, cancellation).ConfigureAwait(false);
    }

    private List<(SequenceNumber Height, int Index, byte[]? Value)> ReadVersions(
        byte[] key, HistoryCursor from, CancellationToken cancellation, out HistoryCursor? next)
    {
        var versions = new List<(SequenceNumber Height, int Index, byte[]? Value)>();
        var bytes = 0;
        foreach (var version in _store.History(key))
        {
            cancellation.ThrowIfCancellationRequested();
            if ((version.Height.Value, (uint)version.Index).CompareTo((from.Height, from.TransactionIndex)) < 0)
            {
                continue;
            }

            if (versions.Count == NodeLimits.HistoryVersionsMax || bytes >= NodeLimits.HistoryBytesMax)
            {
                next = new HistoryCursor { Height = version.Height.Value, TransactionIndex = (uint)version.Index };
                return versions;
            }

            versions.Add(version);
            bytes += version.Value?.Length ?? 0;
        }

        next = null;
        return versions;
    }
}
