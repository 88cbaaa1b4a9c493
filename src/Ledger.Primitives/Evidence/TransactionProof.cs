namespace Ledger.Primitives;

/// <summary>
/// That a transaction stands in a certified block, and what became of it there: its exact bytes, its receipt's, and their
/// paths to the header's roots. Immutable.
/// </summary>
/// <param name="ChainId">The ledger.</param>
/// <param name="At">The block's header.</param>
/// <param name="Transaction">The signed transaction.</param>
/// <param name="Receipt">The outcome, decoded.</param>
/// <param name="ReceiptBytes">The outcome's bytes, a leaf of the receipt root.</param>
/// <param name="Index">Place in the block, from 0.</param>
/// <param name="TransactionPath">From the transaction to the transaction root.</param>
/// <param name="ReceiptPath">From the receipt to the receipt root.</param>
public sealed record TransactionProof(
    Digest ChainId,
    HeaderProof At,
    Transaction Transaction,
    Receipt Receipt,
    ReadOnlyMemory<byte> ReceiptBytes,
    int Index,
    IReadOnlyList<Digest> TransactionPath,
    IReadOnlyList<Digest> ReceiptPath)
    : LedgerProof(ChainId, At)
{
    /// <summary>Proves the transaction at a place of a block.</summary>
    /// <param name="chainId">The ledger.</param>
    /// <param name="block">The block.</param>
    /// <param name="index">Place in the block, from 0.</param>
    /// <param name="epochs">The ends of all epochs below the block.</param>
    /// <exception cref="ArgumentException">The block has no receipt there, or one that does not decode.</exception>
    public static TransactionProof Of(Digest chainId, Block block, int index, IReadOnlyList<EpochHeader> epochs)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (index < 0 || index >= block.Receipts.Count || index >= block.Batch.Transactions.Count ||
            Receipt.TryDecode(block.Receipts[index].Span) is not { } receipt)
        {
            throw new ArgumentException($"block {block.Header.Height} has no receipt at place {index}", nameof(index));
        }

        var transactions = new Digest[block.Batch.Transactions.Count];
        var receipts = new Digest[block.Receipts.Count];
        for (var i = 0; i < receipts.Length; i++)
        {
            transactions[i] = block.Batch.Transactions[i].LeafHash;
            receipts[i] = MerkleTree.LeafHash(block.Receipts[i].Span);
        }

        return new TransactionProof(
            chainId, new HeaderProof(block.Header, block.Certificate, epochs), block.Batch.Transactions[index], receipt,
            block.Receipts[index], index, MerkleTree.Path(transactions, index), MerkleTree.Path(receipts, index));
    }

    private protected override string? FirstContentFlaw(IEd25519Verifier verifier)
    {
        var header = At.Header;
        if (header.TransactionCount > Batch.TransactionsMax || Index >= (int)header.TransactionCount)
        {
            return $"block {header.Height} has no place {Index}";
        }

        var count = (int)header.TransactionCount;
        if (!MerkleTree.Verify(header.TransactionRoot, Transaction.LeafHash, Index, count, [.. TransactionPath]))
        {
            return $"the transaction is not at place {Index} of block {header.Height}";
        }

        if (!MerkleTree.Verify(header.ReceiptRoot, MerkleTree.LeafHash(ReceiptBytes.Span), Index, count, [.. ReceiptPath]))
        {
            return $"the receipt is not at place {Index} of block {header.Height}";
        }

        if (Receipt.TransactionId != Transaction.Id)
        {
            return "the receipt is that of another transaction";
        }

        return Transaction.VerifySignature(verifier, ChainId) ? null : "the account's signature on the transaction is not valid";
    }
}
