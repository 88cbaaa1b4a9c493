using Google.Protobuf;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client.Proofs;

/// <summary>
/// Turns wire messages, which nobody has vouched for, into the ledger's types. What is malformed is <see
/// cref="LedgerError.Unproven"/>.
/// </summary>
internal static class WireReader
{
    public static LedgerException Malformed(string what) => new(LedgerError.Unproven, $"the node's answer is malformed: {what}");

    public static Digest Digest(ByteString bytes, string what) =>
        bytes.Length == Primitives.Digest.Size ? new Digest(bytes.Span) : throw Malformed(what);

    /// <summary>Reads a receipt; only its canonical bytes count, the fields beside them prove nothing.</summary>
    public static TransactionReceipt Receipt(Wire.Receipt? message, Digest expected)
    {
        if (message == null || Primitives.Receipt.TryDecode(message.Encoded.Span) is not { } receipt)
        {
            throw Malformed("the receipt");
        }

        if (receipt.TransactionId != expected)
        {
            throw new LedgerException(LedgerError.Unproven, "the node answered with another transaction's receipt", expected);
        }

        if (message.Index >= Batch.TransactionsMax)
        {
            throw Malformed("the receipt's place");
        }

        return new TransactionReceipt(
            receipt, new SequenceNumber(message.Height), (int)message.Index, message.Encoded.Memory);
    }

    public static CommitCertificate Certificate(Wire.Certificate? message)
    {
        if (message == null || message.Votes.Count > Membership.ValidatorsMax)
        {
            throw Malformed("the certificate");
        }

        var votes = new ReplicaSignature[message.Votes.Count];
        for (var i = 0; i < votes.Length; i++)
        {
            var vote = message.Votes[i];
            if (vote.Replica >= Membership.ValidatorsMax || vote.Signature_.Length != 64)
            {
                throw Malformed("a vote of the certificate");
            }

            votes[i] = new ReplicaSignature(new ReplicaId((ushort)vote.Replica), vote.Signature_.Memory);
        }

        return new CommitCertificate(new ViewNumber(message.View), votes);
    }

    public static StateProof Proof(Wire.StateProof? message)
    {
        if (message == null || message.Siblings.Count > StateTree.DepthMax)
        {
            throw Malformed("the proof");
        }

        var siblings = new Digest[message.Siblings.Count];
        for (var i = 0; i < siblings.Length; i++)
        {
            siblings[i] = Digest(message.Siblings[i], "a hash of the proof");
        }

        return message.OtherLeafPath.IsEmpty
            ? new StateProof(siblings, null, default)
            : new StateProof(
                siblings, Digest(message.OtherLeafPath, "the other leaf's path"),
                Digest(message.OtherLeafValueHash, "the other leaf's value"));
    }

    public static LedgerEvent Event(Wire.Event? message) => message == null
        ? throw Malformed("the event")
        : new LedgerEvent(message.Contract, message.Name, message.Data.Memory);

    public static EventCursor Cursor(Wire.EventCursor? message) =>
        message == null || message.TransactionIndex > int.MaxValue || message.EventIndex > int.MaxValue
            ? throw Malformed("the event's place")
            : new EventCursor(new SequenceNumber(message.Height), (int)message.TransactionIndex, (int)message.EventIndex);

    public static Wire.EventCursor Cursor(EventCursor cursor) => new()
    {
        Height = cursor.Height.Value,
        TransactionIndex = (uint)cursor.TransactionIndex,
        EventIndex = (uint)cursor.EventIndex,
    };

    public static NodeStatus Status(Wire.StatusResponse message) => new()
    {
        Node = message.Node,
        ChainId = Digest(message.ChainId, "the chain id"),
        Height = new SequenceNumber(message.Height),
        HeaderHash = Digest(message.HeaderHash, "the header hash"),
        StateRoot = Digest(message.StateRoot, "the state root"),
        View = new ViewNumber(message.View),
        Mode = message.Mode,
        Primary = message.Primary,
        PendingTransactions = (int)Math.Min(message.PendingTransactions, int.MaxValue),
        Transactions = (long)Math.Min(message.Transactions, long.MaxValue),
        LedgerTimeMilliseconds = message.LedgerTimeMilliseconds,
        Evidence = (long)Math.Min(message.Evidence, long.MaxValue),
        ProcessorTime = TimeSpan.FromMicroseconds(Math.Min(message.ProcessCpuMicroseconds, long.MaxValue / 1000)),
        WorkingSetBytes = (long)Math.Min(message.WorkingSetBytes, long.MaxValue),
        Peers = [.. message.Peers.Select(p => new NodePeer(p.Name, p.Connected))],
        Validators = [.. message.Validators],
        IsValidator = message.Validator,
        EpochBase = new SequenceNumber(message.EpochBase),
        EpochEnd = new SequenceNumber(message.EpochEnd),
        ViewChanges = (long)Math.Min(message.ViewChanges, long.MaxValue),
        LowestBlock = new SequenceNumber(message.LowestBlock),
        EvidenceRecords = [.. message.EvidenceRecords.Select(Evidence)],
    };

    private static EvidenceRecord Evidence(Wire.EvidenceRecord message) => new(
        message.Validator, message.PublicKey.Memory, message.Kind, new ViewNumber(message.View),
        new SequenceNumber(message.Height), Digest(message.Epoch, "the epoch of a record of evidence"), message.First.Memory,
        message.Second.Memory);
}
