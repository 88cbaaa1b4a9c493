namespace Ledger.Primitives;

/// <summary>A committed block: header, the batch it was made from, receipts, and the certificate. Immutable.</summary>
/// <param name="Header">The certified header.</param>
/// <param name="Batch">The ordered transactions.</param>
/// <param name="Receipts">One encoded receipt for each transaction, in order.</param>
/// <param name="Certificate">Votes of a quorum for the header.</param>
public sealed record Block(
    BlockHeader Header, Batch Batch, IReadOnlyList<ReadOnlyMemory<byte>> Receipts, CommitCertificate Certificate)
{
    /// <summary>Merkle root over encoded receipts.</summary>
    public static Digest ReceiptRootOf(IReadOnlyList<ReadOnlyMemory<byte>> receipts)
    {
        var leaves = new Digest[receipts.Count];
        for (var i = 0; i < leaves.Length; i++)
        {
            leaves[i] = MerkleTree.LeafHash(receipts[i].Span);
        }

        return MerkleTree.Root(leaves);
    }

    /// <summary>
    /// Why the block cannot stand on its own, or null when batch, receipts and header agree and the certificate is valid. Does not look at
    /// the block before, transaction signatures, or execution.
    /// </summary>
    public string? FirstFlaw(IEd25519Verifier verifier, Digest chainId, Membership membership) =>
        FirstContentFlaw() ??
        (Certificate.Verify(verifier, chainId, membership, Header) ? null : "the certificate is not valid");

    /// <summary>Why batch and receipts are not those of the header, or null. What vouches for the header is another question.</summary>
    public string? FirstContentFlaw()
    {
        if (Batch.TransactionRoot != Header.TransactionRoot || Batch.Transactions.Count != Header.TransactionCount ||
            Batch.TimeMilliseconds != Header.TimeMilliseconds)
        {
            return "transactions do not match the header";
        }

        if (Receipts.Count != Batch.Transactions.Count || ReceiptRootOf(Receipts) != Header.ReceiptRoot)
        {
            return "receipts do not match the header";
        }

        return null;
    }

    /// <summary>Header, certificate, batch bytes, receipts; each behind a length or count.</summary>
    public byte[] Encode()
    {
        var writer = new CanonicalWriter(4096);
        Encode(writer);
        return writer.ToArray();
    }

    /// <summary>Appends what <see cref="Encode()"/> gives.</summary>
    public void Encode(CanonicalWriter writer)
    {
        writer.Bytes(Header.Encode());
        Certificate.Encode(writer);
        writer.Count(Batch.EncodedSize);
        Batch.Encode(writer);
        writer.Count(Receipts.Count);
        foreach (var receipt in Receipts)
        {
            writer.Bytes(receipt.Span);
        }
    }

    /// <summary>Reads a block; nothing but its form is checked.</summary>
    /// <returns>Null when the bytes are not exactly one well-formed block.</returns>
    public static Block? TryDecode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new CanonicalReader(bytes.Span);
        var header = BlockHeader.TryDecode(reader.Bytes(BlockHeader.Size));
        var certificate = CommitCertificate.Decode(ref reader);
        var batchSize = reader.Bytes(Batch.SizeMax).Length;
        var batchStart = bytes.Length - reader.Remaining - batchSize;
        if (header == null || reader.Failed || Batch.TryDecode(bytes.Slice(batchStart, batchSize)) is not { } batch)
        {
            return null;
        }

        var receipts = new ReadOnlyMemory<byte>[reader.Count(41, Batch.TransactionsMax)];
        for (var i = 0; i < receipts.Length; i++)
        {
            var size = reader.Bytes().Length;
            receipts[i] = bytes.Slice(bytes.Length - reader.Remaining - size, size);
        }

        return reader.IsComplete ? new Block(header, batch, receipts, certificate) : null;
    }
}
