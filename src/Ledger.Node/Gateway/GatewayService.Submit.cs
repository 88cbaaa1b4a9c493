using Grpc.Core;
using Ledger.Consensus;
using Ledger.Node.Execution;
using Ledger.Primitives;
using Ledger.Protocol.V1;

namespace Ledger.Node.Gateway;

internal sealed partial class GatewayService
{
    public override async Task<SubmitResponse> Submit(SubmitRequest request, ServerCallContext context)
    {
        var transaction = _door.Check(request.Transaction.Memory, out var refusal)
            ?? throw new RpcException(refusal);
        var wait = new SubmissionWait();
        if (!_door.TryEnqueue(transaction, wait))
        {
            throw new RpcException(Door.QueueFull);
        }

        try
        {
            var admission = await wait.Admission.WaitAsync(context.CancellationToken).ConfigureAwait(false);
            if (admission != AdmissionResult.Accepted)
            {
                throw new RpcException(Door.Describe(admission));
            }

            var response = new SubmitResponse { TransactionId = WireFormat.Bytes(transaction.Id), Tag = request.Tag };
            if (request.Wait)
            {
                response.Receipt = WireFormat.Receipt(await FinalAsync(wait, context).ConfigureAwait(false));
            }

            return response;
        }
        finally
        {
            _door.Forget(transaction.Id, wait);
        }
    }

    public override async Task SubmitStream(
        IAsyncStreamReader<SubmitRequest> requestStream,
        IServerStreamWriter<SubmitResponse> responseStream,
        ServerCallContext context)
    {
        using var outbox = new StreamOutbox();
        try
        {
            var writing = WriteAnswersAsync(outbox, responseStream, context.CancellationToken);
            while (await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
            {
                await TakeAsync(requestStream.Current, outbox, context.CancellationToken).ConfigureAwait(false);
            }

            await outbox.DrainAsync(context.CancellationToken).ConfigureAwait(false);
            await writing.ConfigureAwait(false);
        }
        finally
        {
            foreach (var open in outbox.Open)
            {
                _door.Forget(open.Id, open);
            }
        }
    }

    public override async Task<Protocol.V1.Receipt> GetReceipt(ReceiptRequest request, ServerCallContext context)
    {
        var id = DigestOf(request.TransactionId, "transaction_id");
        if (request.Stored)
        {
            return WireFormat.Receipt(StoredReceipt(id)
                ?? throw Refuse(StatusCode.NotFound, $"no block that is kept here has the transaction{PrunedNote()}"));
        }

        var wait = new SubmissionWait();
        if (!_finality.TryAdd(id, null, wait))
        {
            throw new RpcException(Door.QueueFull);
        }

        try
        {
            // The watch stands before the look at the store, so a block stored in between is not missed.
            return WireFormat.Receipt(StoredReceipt(id) ?? await FinalAsync(wait, context).ConfigureAwait(false));
        }
        finally
        {
            _finality.Remove(id, wait);
        }
    }

    private async Task<FinalReceipt> FinalAsync(SubmissionWait wait, ServerCallContext context)
    {
        try
        {
            return await wait.Final.WaitAsync(NodeLimits.ReceiptWaitMax, context.CancellationToken).ConfigureAwait(false)
                ?? throw Refuse(StatusCode.FailedPrecondition, "the transaction's window passed before it was ordered");
        }
        catch (TimeoutException)
        {
            throw Refuse(
                StatusCode.NotFound,
                $"the transaction is not final after {NodeLimits.ReceiptWaitMax.TotalSeconds:0} s; ask again{PrunedNote()}");
        }
    }

    private static async Task WriteAnswersAsync(
        StreamOutbox outbox, IServerStreamWriter<SubmitResponse> responses, CancellationToken cancellation)
    {
        var buffered = new WriteOptions(WriteFlags.BufferHint);
        var flushed = new WriteOptions();
        while (await outbox.Answers.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            while (outbox.Answers.TryRead(out var answer))
            {
                // Answers come in bursts, a block at a time: only the last of a burst is worth a packet of its own.
                responses.WriteOptions = outbox.Answers.TryPeek(out _) ? buffered : flushed;
                await responses.WriteAsync(answer, cancellation).ConfigureAwait(false);
                outbox.Written();
            }
        }
    }

    private async ValueTask TakeAsync(SubmitRequest request, StreamOutbox outbox, CancellationToken cancellation)
    {
        var transaction = _door.Check(request.Transaction.Memory, out var refusal);
        var submission = await outbox.BeginAsync(transaction?.Id ?? default, request.Tag, cancellation).ConfigureAwait(false);
        if (transaction == null)
        {
            submission.Refuse(refusal);
        }
        else if (!_door.TryEnqueue(transaction, submission))
        {
            submission.Refuse(Door.QueueFull);
        }
    }

    private FinalReceipt? StoredReceipt(Digest id)
    {
        if (_store.FindTransaction(id) is not { } place)
        {
            return null;
        }

        if (_store.ReadBlock(place.Height) is { } block)
        {
            return new FinalReceipt(id, place.Height, place.Index, block.Receipts[place.Index]);
        }

        // The index is read before the block, and pruning does not wait for readers.
        return place.Height < _store.LowestBlock
            ? throw Refuse(StatusCode.NotFound, $"the transaction is in block {place.Height}{PrunedNote()}")
            : throw new InvalidOperationException($"the index names height {place.Height}, which is not stored");
    }
}
