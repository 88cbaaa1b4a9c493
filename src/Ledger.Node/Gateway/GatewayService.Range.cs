using Google.Protobuf;
using Grpc.Core;
using Ledger.Protocol.V1;
using Ledger.Storage;

namespace Ledger.Node.Gateway;

internal sealed partial class GatewayService
{
    private int _longReads;

    public override Task Range(
        RangeRequest request, IServerStreamWriter<RangeResponse> responseStream, ServerCallContext context)
    {
        var prefix = WholeKey(request.Contract, request.Prefix);
        var after = request.After.IsEmpty ? [] : WholeKey(request.Contract, request.After);
        return ReadLongAsync(context, async cancellation =>
        {
            using var snapshot = _store.Snapshot();
            await WriteRangeAsync(snapshot, prefix, after, request, responseStream, cancellation).ConfigureAwait(false);
        });
    }

    /// <summary>Reads what holds on to something until the client has read it: a few at a time, and none for long.</summary>
    private async Task ReadLongAsync(ServerCallContext context, Func<CancellationToken, Task> read)
    {
        if (Interlocked.Increment(ref _longReads) > NodeLimits.LongReadsMax)
        {
            Interlocked.Decrement(ref _longReads);
            throw Refuse(StatusCode.ResourceExhausted, "too many ranges and histories are being read here; try again later");
        }

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        bound.CancelAfter(NodeLimits.LongReadTimeout);
        try
        {
            await read(bound.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            throw Refuse(StatusCode.DeadlineExceeded, "the answer was read too slowly; go on behind what has come");
        }
        finally
        {
            Interlocked.Decrement(ref _longReads);
        }
    }

    private static async Task WriteRangeAsync(
        CommittedSnapshot snapshot, byte[] prefix, byte[] after, RangeRequest request,
        IServerStreamWriter<RangeResponse> responses, CancellationToken cancellation)
    {
        if (snapshot.Header == null || snapshot.Certificate == null)
        {
            throw Refuse(StatusCode.NotFound, "there is no block yet, so there is nothing to prove against");
        }

        var contractSize = prefix.Length - request.Prefix.Length;
        var page = new RangeResponse { Header = WireFormat.Header(snapshot.Header, snapshot.Certificate) };
        var bytes = 0;
        var written = 0;
        foreach (var (key, _) in snapshot.Scan(prefix))
        {
            if (key.AsSpan().SequenceCompareTo(after) <= 0)
            {
                cancellation.ThrowIfCancellationRequested();
                continue;
            }

            if (written == NodeLimits.RangeEntriesMax)
            {
                page.More = true;
                break;
            }

            if (page.Entries.Count == NodeLimits.PageEntriesMax || bytes >= NodeLimits.PageBytesMax)
            {
                await responses.WriteAsync(page, cancellation).ConfigureAwait(false);
                (page, bytes) = (new RangeResponse(), 0);
            }

            var entry = new RangeEntry { Key = UnsafeByteOperations.UnsafeWrap(key.AsMemory(contractSize)) };
            if (!request.KeysOnly)
            {
                var read = snapshot.ReadWithProof(key);
                entry.Value = UnsafeByteOperations.UnsafeWrap(read.Value
                    ?? throw new InvalidOperationException("a key that a snapshot lists has no value there"));
                entry.Proof = WireFormat.Proof(read.Proof);
                bytes += entry.Value.Length;
            }

            page.Entries.Add(entry);
            written++;
        }

        await responses.WriteAsync(page, cancellation).ConfigureAwait(false);
    }
}
