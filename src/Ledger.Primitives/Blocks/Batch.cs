namespace Ledger.Primitives;

/// <summary>
/// What consensus orders: ledger time and transactions. A batch without transactions is PBFT's null request. Immutable.
/// Encoded: time u64 (milliseconds since 1970-01-01 UTC), count, then each transaction's encoded bytes behind a length.
/// Its digest, which pre-prepare and prepare sign, is SHA-256("ledger/batch/1" zero padded to 16 | time u64 | count
/// u32 | transaction root).
/// </summary>
public sealed class Batch
{
    /// <summary>Most transactions in a batch.</summary>
    public const int TransactionsMax = 4096;

    /// <summary>Largest encoded batch, in bytes.</summary>
    public const int SizeMax = 4 * 1024 * 1024;

    /// <summary>Makes a batch.</summary>
    public Batch(ulong timeMilliseconds, IReadOnlyList<Transaction> transactions)
    {
        TimeMilliseconds = timeMilliseconds;
        Transactions = transactions;
        TransactionRoot = ComputeRoot(transactions);
        Digest = ComputeDigest(timeMilliseconds, transactions.Count, TransactionRoot);
    }

    /// <summary>Ledger time of the block.</summary>
    public ulong TimeMilliseconds { get; }

    /// <summary>In order of execution.</summary>
    public IReadOnlyList<Transaction> Transactions { get; }

    /// <summary>Merkle root over the encoded transactions.</summary>
    public Digest TransactionRoot { get; }

    /// <summary>What replicas vote on before execution.</summary>
    public Digest Digest { get; }

    /// <summary>Bytes of <see cref="Encode()"/>.</summary>
    public int EncodedSize
    {
        get
        {
            var size = 12;
            foreach (var transaction in Transactions)
            {
                size += 4 + transaction.Encoded.Length;
            }

            return size;
        }
    }

    /// <summary>The canonical bytes.</summary>
    public byte[] Encode()
    {
        var writer = new CanonicalWriter(EncodedSize);
        Encode(writer);
        return writer.ToArray();
    }

    /// <summary>Appends the canonical bytes.</summary>
    public void Encode(CanonicalWriter writer)
    {
        writer.U64(TimeMilliseconds).Count(Transactions.Count);
        foreach (var transaction in Transactions)
        {
            writer.Bytes(transaction.Encoded.Span);
        }
    }

    /// <summary>Reads a batch; transactions are views into the bytes; signatures are not checked here.</summary>
    /// <returns>Null when the bytes are not exactly one well-formed batch within the limits.</returns>
    public static Batch? TryDecode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new CanonicalReader(bytes.Span);
        var time = reader.U64();
        var count = reader.Count(72, TransactionsMax);
        if (reader.Failed || bytes.Length > SizeMax)
        {
            return null;
        }

        var transactions = new Transaction[count];
        for (var i = 0; i < count; i++)
        {
            var size = reader.Bytes(Transaction.SizeMax).Length;
            var start = bytes.Length - reader.Remaining - size;
            if (reader.Failed || Transaction.TryDecode(bytes.Slice(start, size)) is not { } transaction)
            {
                return null;
            }

            transactions[i] = transaction;
        }

        return reader.IsComplete ? new Batch(time, transactions) : null;
    }

    private static Digest ComputeRoot(IReadOnlyList<Transaction> transactions)
    {
        var leaves = new Digest[transactions.Count];
        for (var i = 0; i < leaves.Length; i++)
        {
            leaves[i] = transactions[i].LeafHash;
        }

        return MerkleTree.Root(leaves);
    }

    private static Digest ComputeDigest(ulong time, int count, Digest root) =>
        Digest.Of(new CanonicalWriter(64)
            .Raw("ledger/batch/1\0\0"u8).U64(time).Count(count).Digest(root).WrittenSpan);
}
