using Ledger.Consensus;
using Ledger.Node.Consensus;
using Ledger.Node.Execution;
using Ledger.Primitives;
using Ledger.Protocol.V1;

namespace Ledger.Node.Gateway;

/// <summary>One transaction of a stream: exactly one answer goes to the stream's outbox, whoever comes first.</summary>
internal sealed class StreamSubmission : ISubmission, IFinalityWatch
{
    private readonly StreamOutbox _outbox;
    private readonly Digest _id;
    private readonly ulong _tag;
    private int _answered;

    public StreamSubmission(StreamOutbox outbox, Digest id, ulong tag)
    {
        _outbox = outbox;
        _id = id;
        _tag = tag;
    }

    public Digest Id => _id;

    public void OnAdmission(AdmissionResult result)
    {
        if (result != AdmissionResult.Accepted)
        {
            Refuse(Door.Describe(result));
        }
    }

    public void OnFinal(FinalReceipt receipt) => Answer(new SubmitResponse { Receipt = WireFormat.Receipt(receipt) });

    public void OnExpired() => Answer(new SubmitResponse
    {
        RefusalCode = (uint)global::Grpc.Core.StatusCode.FailedPrecondition,
        Refusal = "the transaction's window passed before it was ordered",
    });

    /// <summary>Answers that the transaction was not taken.</summary>
    public void Refuse(global::Grpc.Core.Status refusal) =>
        Answer(new SubmitResponse { RefusalCode = (uint)refusal.StatusCode, Refusal = refusal.Detail });

    private void Answer(SubmitResponse response)
    {
        if (Interlocked.Exchange(ref _answered, 1) == 0)
        {
            response.TransactionId = WireFormat.Bytes(_id);
            response.Tag = _tag;
            _outbox.Finish(this, response);
        }
    }
}
