using System.Buffers.Binary;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Benchmarks.Storage;

/// <summary>
/// Blocks of a fixed shape over a large state: each transaction writes two random keys (18 bytes) with new values (40
/// bytes), like a transfer between two accounts. Signatures are not real: the store does not look at them.
/// </summary>
internal sealed class BenchmarkChain
{
    /// <summary>Transactions a block.</summary>
    public const int TransactionsPerBlock = 1_000;

    /// <summary>Keys written by a block.</summary>
    public const int WritesPerBlock = 2_000;

    private const int FillPerBlock = 20_000;
    private const int ValueSize = 40;

    private readonly int _keys;
    private readonly Random _random = new(1);
    private ulong _nonce;

    /// <summary>A chain over so many keys.</summary>
    public BenchmarkChain(int keys)
    {
        _keys = keys;
    }

    /// <summary>The chain's id.</summary>
    public static Digest Id { get; } = Digest.Of("benchmark chain"u8);

    /// <summary>Writes all keys once.</summary>
    public void Fill(LedgerStore store)
    {
        for (var start = 0; start < _keys; start += FillPerBlock)
        {
            var numbers = Enumerable.Range(start, Math.Min(FillPerBlock, _keys - start));
            Commit(store, [.. numbers.Select(n => Write(n, 0))], []);
        }
    }

    /// <summary>The next block's transactions.</summary>
    public Transaction[] NextTransactions()
    {
        var transactions = new Transaction[TransactionsPerBlock];
        for (var i = 0; i < transactions.Length; i++)
        {
            transactions[i] = Transaction.Sign(
                new TransactionBody
                {
                    ChainId = Id,
                    Account = "cell1/home-01",
                    PublicKey = new byte[32],
                    Nonce = ++_nonce,
                    ValidFrom = 1,
                    ValidUntil = 1_000,
                    Calls = [new ContractCall("wallet", "transfer", new byte[40])],
                },
                new NoSigner(_nonce));
        }

        return transactions;
    }

    /// <summary>The next block's writes, sorted.</summary>
    public StateWrite[] NextWrites()
    {
        var numbers = new HashSet<int>();
        while (numbers.Count < Math.Min(WritesPerBlock, _keys))
        {
            numbers.Add(_random.Next(_keys));
        }

        return [.. numbers.Order().Select((n, i) => Write(n, i / 2))];
    }

    /// <summary>A key, in order of its number.</summary>
    public static byte[] Key(int number)
    {
        var key = new byte[18];
        "wallet\0balance\0"u8[..14].CopyTo(key);
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(14), number);
        return key;
    }

    /// <summary>A key of the state, at random.</summary>
    public byte[] RandomKey() => Key(_random.Next(_keys));

    /// <summary>The block above the head.</summary>
    public static Block MakeBlock(LedgerStore store, PendingState pending, Transaction[] transactions)
    {
        var receipts = new ReadOnlyMemory<byte>[transactions.Length];
        for (var i = 0; i < receipts.Length; i++)
        {
            receipts[i] = new Receipt(transactions[i].Id, ReceiptStatus.Ok, []).Encode();
        }

        var batch = new Batch(pending.Height.Value, transactions);
        var members = Digest.Of("members"u8);
        var header = new BlockHeader(
            pending.Height, store.Head?.Hash ?? Id, batch.TimeMilliseconds, (uint)transactions.Length,
            batch.TransactionRoot, Block.ReceiptRootOf(receipts), pending.Root, members, members);
        var votes = new ReplicaSignature[3];
        for (ushort i = 0; i < votes.Length; i++)
        {
            votes[i] = new ReplicaSignature(new ReplicaId(i), new byte[64]);
        }

        return new Block(header, batch, receipts, new CommitCertificate(default, votes));
    }

    /// <summary>Stages and commits one block without syncing it.</summary>
    public static void Commit(LedgerStore store, StateWrite[] writes, Transaction[] transactions)
    {
        var pending = store.Stage(null, store.Height.Next, writes);
        store.CommitBlock(MakeBlock(store, pending, transactions), pending, sync: false);
    }

    private StateWrite Write(int number, int index)
    {
        var value = new byte[ValueSize];
        _random.NextBytes(value);
        return new StateWrite(Key(number), value, index);
    }

    private sealed class NoSigner(ulong nonce) : IEd25519Signer
    {
        public ReadOnlyMemory<byte> PublicKey => new byte[32];

        public void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
        {
            // Random bytes, as far as compression can tell.
            new Random(unchecked((int)nonce)).NextBytes(signature);
        }
    }
}
