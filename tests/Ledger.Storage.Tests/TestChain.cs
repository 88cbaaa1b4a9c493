using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ledger.Primitives;

namespace Ledger.Storage.Tests;

/// <summary>Blocks with fake signatures: the store does not check them.</summary>
internal static class TestChain
{
    /// <summary>The chain that test stores belong to.</summary>
    public static readonly Digest Id = Digest.Of("test chain"u8);

    /// <summary>A key of the world state.</summary>
    public static byte[] Key(string text) => Encoding.UTF8.GetBytes("test\0" + text);

    /// <summary>A value.</summary>
    public static byte[] Value(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Sorted writes; a null value removes.</summary>
    public static StateWrite[] Writes(params (string Key, string? Value)[] writes)
    {
        var list = new List<StateWrite>();
        foreach (var (key, value) in writes)
        {
            list.Add(new StateWrite(Key(key), value == null ? null : Value(value), list.Count));
        }

        return Sorted(list);
    }

    /// <summary>Writes in key order.</summary>
    public static StateWrite[] Sorted(IEnumerable<StateWrite> writes)
    {
        var sorted = writes.ToArray();
        Array.Sort(sorted, (a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));
        return sorted;
    }

    /// <summary>A transaction that differs by its nonce.</summary>
    public static Transaction Transaction(ulong nonce, int argumentSize = 10) =>
        Transaction(nonce, new byte[argumentSize]);

    /// <summary>A transaction with given arguments.</summary>
    public static Transaction Transaction(ulong nonce, byte[] arguments) => Primitives.Transaction.Sign(
        new TransactionBody
        {
            ChainId = Id,
            Account = "north/meter",
            PublicKey = new byte[32],
            Nonce = nonce,
            ValidFrom = 1,
            ValidUntil = nonce + 100,
            Calls = [new ContractCall("wallet", "pay", arguments)],
        },
        new FakeSigner());

    /// <summary>The receipt of a transaction.</summary>
    public static ReadOnlyMemory<byte> Receipt(Transaction transaction, ReceiptStatus status = ReceiptStatus.Ok) =>
        new Receipt(transaction.Id, status, []).Encode();

    /// <summary>The block above the store's head, for a pending state.</summary>
    public static Block Block(BlockHeader? previous, PendingState pending, params Transaction[] transactions) =>
        Block(previous, pending, transactions, [.. transactions.Select(t => Receipt(t))]);

    /// <summary>The block above the store's head, with given receipts.</summary>
    public static Block Block(
        BlockHeader? previous, PendingState pending, Transaction[] transactions, ReadOnlyMemory<byte>[] receipts)
    {
        var batch = new Batch(1_000 * pending.Height.Value, transactions);
        var header = new BlockHeader(
            pending.Height, previous?.Hash ?? Id, batch.TimeMilliseconds, (uint)transactions.Length,
            batch.TransactionRoot, Primitives.Block.ReceiptRootOf(receipts), pending.Root, Digest.Of("members"u8),
            Digest.Of("members"u8));
        var votes = new ReplicaSignature[3];
        for (ushort i = 0; i < votes.Length; i++)
        {
            votes[i] = new ReplicaSignature(new ReplicaId(i), new byte[64]);
        }

        return new Block(header, batch, receipts, new CommitCertificate(default, votes));
    }

    /// <summary>Stages and commits one block with the writes and one transaction.</summary>
    public static Block Commit(LedgerStore store, params StateWrite[] writes)
    {
        var pending = store.Stage(null, store.Height.Next, writes);
        var block = Block(store.Head, pending, Transaction(pending.Height.Value));
        store.CommitBlock(block, pending, sync: false);
        return block;
    }

    /// <summary>
    /// What block <paramref name="height"/> of the crash tests writes: a function of the height only.
    /// </summary>
    public static StateWrite[] WritesAt(ulong height)
    {
        var writes = new Dictionary<string, StateWrite>();
        for (var i = 0; i < 20; i++)
        {
            var number = unchecked((height * 7919) + ((ulong)i * 104_729)) % 200;
            var name = number.ToString("d3", CultureInfo.InvariantCulture);
            var removes = (height + (ulong)i) % 5 == 0;
            writes[name] = new StateWrite(Key(name), removes ? null : Value($"{height}:{i}"), i);
        }

        return Sorted(writes.Values);
    }

    private sealed class FakeSigner : IEd25519Signer
    {
        public ReadOnlyMemory<byte> PublicKey => new byte[32];

        public void Sign(ReadOnlySpan<byte> message, Span<byte> signature) => SHA512.HashData(message, signature);
    }
}
