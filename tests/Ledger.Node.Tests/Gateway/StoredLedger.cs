using System.Text;
using Ledger.Identity;
using Ledger.Node.Gateway;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Node.Tests.Gateway;

/// <summary>A gateway over a real store of a few blocks; only calls that read the store can be made.</summary>
internal sealed class StoredLedger : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ledger-gateway-").FullName;
    private readonly Ed25519KeyPair _key = Ed25519KeyPair.Generate();

    public StoredLedger()
    {
        LedgerStore.Initialise(_directory, ChainId, incarnation: 0);
        Store = LedgerStore.Open(_directory, ChainId);
        Service = new GatewayService(null!, Store, null!, null!, null!, null!);
    }

    public static Digest ChainId { get; } = Digest.Of("gateway tests"u8);

    public LedgerStore Store { get; }

    public GatewayService Service { get; }

    /// <summary>Commits a block in which each write is a transaction of its own; a null value removes.</summary>
    /// <returns>The ids of the transactions.</returns>
    public Digest[] Commit(params (string Key, string? Value)[] writes)
    {
        var sorted = writes.Select((w, i) => new StateWrite(
                Encoding.UTF8.GetBytes(w.Key), w.Value == null ? null : Encoding.UTF8.GetBytes(w.Value), i))
            .OrderBy(w => Encoding.UTF8.GetString(w.Key), StringComparer.Ordinal).ToArray();
        var pending = Store.Stage(null, Store.Height.Next, sorted);
        Transaction[] transactions = [.. writes.Select((_, i) => Transaction.Sign(
            new TransactionBody
            {
                ChainId = ChainId, Account = $"cell1/home-{i}", PublicKey = _key.PublicKey, Nonce = pending.Height.Value,
                ValidFrom = 1, ValidUntil = 100, Calls = [new ContractCall("wallet", "put", default)],
            },
            _key))];
        var batch = new Batch(1_000 * pending.Height.Value, transactions);
        ReadOnlyMemory<byte>[] receipts =
            [.. transactions.Select(t => (ReadOnlyMemory<byte>)new Receipt(t.Id, ReceiptStatus.Ok, []).Encode())];
        var members = Digest.Of("members"u8);
        var header = new BlockHeader(
            pending.Height, Store.Head?.Hash ?? ChainId, batch.TimeMilliseconds, (uint)transactions.Length, batch.TransactionRoot,
            Block.ReceiptRootOf(receipts), pending.Root, members, members);
        var block = new Block(header, batch, receipts, new CommitCertificate(default, []));
        Store.CommitBlock(block, pending, sync: false);
        return [.. transactions.Select(t => t.Id)];
    }

    public void Dispose()
    {
        Store.Dispose();
        _key.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
