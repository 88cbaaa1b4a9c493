using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Node.Tests;

/// <summary>Blocks of one transaction, uncertified: for what looks at their content only.</summary>
internal static class TestBlocks
{
    public static (Block Block, Digest Id) WithOne(ulong height, ReceiptStatus status)
    {
        using var key = Ed25519KeyPair.Generate();
        var transaction = Transaction.Sign(
            new TransactionBody
            {
                ChainId = Digest.Of([7]), Account = "cell1/home-01", PublicKey = key.PublicKey, Nonce = height,
                ValidFrom = 1, ValidUntil = 100, Calls = [new ContractCall("wallet", "transfer", default)],
            },
            key);
        var batch = new Batch(1000, [transaction]);
        ReadOnlyMemory<byte>[] receipts = [new Receipt(transaction.Id, status, []).Encode()];
        var header = new BlockHeader(
            new SequenceNumber(height), default, 1000, 1, batch.TransactionRoot, Block.ReceiptRootOf(receipts), default, default,
            default);
        return (new Block(header, batch, receipts, new CommitCertificate(default, [])), transaction.Id);
    }
}
