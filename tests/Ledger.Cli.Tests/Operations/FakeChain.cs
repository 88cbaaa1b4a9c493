using Ledger.Identity;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Cli.Tests.Operations;

/// <summary>
/// A stopped node's directory in a network that was never started, with blocks that nobody certified: for commands that do
/// not ask who did.
/// </summary>
internal static class FakeChain
{
    /// <summary>A text that needs every quoting rule.</summary>
    public const string Awkward = "a \"quoted\", long\r\nline; ümläut";

    /// <summary>Adds blocks of one transaction with one event each.</summary>
    public static void Grow(string directory, Digest chainId, ulong height, Func<ulong, string>? value = null)
    {
        using var store = LedgerStore.Open(directory, chainId);
        using var key = Ed25519KeyPair.Generate();
        while (store.Height.Value < height)
        {
            var next = store.Height.Next;
            var text = value?.Invoke(next.Value) ?? $"value {next}";
            StateWrite[] writes = [new("wallet\0account"u8.ToArray(), System.Text.Encoding.UTF8.GetBytes(text), 0)];
            var pending = store.Stage(null, next, writes);
            var block = Block(store.Head, chainId, pending, key);
            store.CommitBlock(block, pending, sync: false);
        }
    }

    private static Block Block(BlockHeader? previous, Digest chainId, PendingState pending, Ed25519KeyPair key)
    {
        var height = pending.Height.Value;
        var transaction = Transaction.Sign(
            new TransactionBody
            {
                ChainId = chainId, Account = "cell1/home-01", PublicKey = key.PublicKey, Nonce = ulong.MaxValue - height,
                ValidFrom = height, ValidUntil = height + 10,
                Calls = [new ContractCall("wallet", "transfer", new CanonicalWriter(64).Text("cell2/home-02").ToArray())],
            },
            key);
        var receipt = new Receipt(
            transaction.Id, ReceiptStatus.Ok,
            [new CallResult(ReceiptStatus.Ok, Awkward, default, 7, [new LedgerEvent("wallet", "transferred", new byte[] { 1, 0xab })])]);
        var batch = new Batch(1_000 * height, [transaction]);
        ReadOnlyMemory<byte>[] receipts = [receipt.Encode()];
        var members = Digest.Of("members"u8);
        var header = new BlockHeader(
            pending.Height, previous?.Hash ?? chainId, batch.TimeMilliseconds, 1, batch.TransactionRoot,
            Primitives.Block.ReceiptRootOf(receipts), pending.Root, members, members);
        return new Block(header, batch, receipts, new CommitCertificate(new ViewNumber(3), []));
    }
}
