using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// Client requests on their way to a primary, or to all when they wait too long. Body: kind u8, count, encoded
/// transactions.
/// </summary>
internal sealed record TransactionsMessage(ReplicaId Sender, IReadOnlyList<Transaction> Transactions)
    : ConsensusMessage(Sender)
{
    /// <summary>Most transactions in one message.</summary>
    public const int CountMax = 256;

    /// <summary>A message is closed once it has this many bytes; one large transaction may pass it.</summary>
    public const int BytesTarget = 512 * 1024;

    public static byte[] EncodeBody(IReadOnlyList<Transaction> transactions)
    {
        var writer = new CanonicalWriter(4096).U8((byte)MessageKind.Transactions).Count(transactions.Count);
        foreach (var transaction in transactions)
        {
            writer.Bytes(transaction.Encoded.Span);
        }

        return writer.ToArray();
    }

    public static TransactionsMessage? TryDecode(Envelope envelope)
    {
        var reader = new CanonicalReader(envelope.Body.Span);
        var kind = reader.U8();
        var transactions = new Transaction[reader.Count(72, CountMax)];
        for (var i = 0; i < transactions.Length; i++)
        {
            var size = reader.Bytes(Transaction.SizeMax).Length;
            var start = envelope.Body.Length - reader.Remaining - size;
            if (reader.Failed || Transaction.TryDecode(envelope.Body.Slice(start, size)) is not { } transaction)
            {
                return null;
            }

            transactions[i] = transaction;
        }

        return reader.IsComplete && kind == (byte)MessageKind.Transactions && transactions.Length > 0
            ? new TransactionsMessage(envelope.Sender, transactions)
            : null;
    }
}
