using System.Security.Cryptography;
using System.Text;
using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Client.Tests.Harness;

/// <summary>
/// A small ledger made of fixed seeds, the same bytes each time: five members follow upon the four of genesis behind block
/// 32, and in block 40 two transactions of three are by one home. Its proofs are the vectors in tests/vectors/proofs.
/// </summary>
internal static class SampleLedger
{
    /// <summary>Present in the state after block 40.</summary>
    public static readonly byte[] PresentKey = [.. "account\0cell1/home-1\0"u8];

    /// <summary>The value of <see cref="PresentKey"/>.</summary>
    public static readonly byte[] Value = [0x10, 0x27, 0, 0, 0, 0, 0, 0];

    private static readonly TinyState State = new(
        ("wallet\0account\0cell1/home-1\0", Value), ("wallet\0account\0cell2/home-2\0", [1]), ("wallet\0account\0cell3/home-3\0", [2]),
        ("market\0slot\0a", [3]), ("market\0slot\0b", []));

    private static readonly Ed25519KeyPair[] Old = [.. Enumerable.Range(1, 4).Select(Key)];
    private static readonly Ed25519KeyPair[] New = [.. Enumerable.Range(11, 5).Select(Key)];

    public static byte[] GenesisFile { get; } = [.. MakeGenesis().Encode(), (byte)'\n'];

    public static Digest ChainId { get; } = Digest.Of(GenesisFile);

    public static Membership Genesis { get; } = MakeGenesis().ToMembership();

    private static Membership Later { get; } = new([.. New.Select((key, i) =>
        new Validator($"node{i + 1}", $"cell{i + 1}", key.PublicKey) { Incarnation = i == 2 ? 77UL : 0 })]);

    private static readonly Block Block40 = MakeBlock();

    /// <summary>The end of the first epoch.</summary>
    public static EpochHeader End()
    {
        var header = new BlockHeader(
            new SequenceNumber(32), Digest.Of("block 31"u8), 1_700_000_032_000, 0, MerkleTree.Root([]), MerkleTree.Root([]),
            Digest.Of("state 32"u8), Genesis.Hash, Later.Hash);
        return new EpochHeader(header, Certify(header, Old, 3, 1), Later);
    }

    /// <summary>The middle transaction of block 40.</summary>
    public static TransactionProof Transaction() => TransactionProof.Of(ChainId, Block40, 1, [End()]);

    /// <summary>A present key.</summary>
    public static ValueProof Present() => At("wallet", PresentKey, Value);

    /// <summary>An absent key, at whose place another leaf stands or nothing does.</summary>
    public static ValueProof Absent(bool besideLeaf) => Enumerable.Range(0, 1000)
        .Select(i => At("wallet", Encoding.UTF8.GetBytes($"nobody {i}"), null))
        .First(proof => (proof.Path.OtherLeafPath != null) == besideLeaf);

    /// <summary>Votes of the first so many of the later members.</summary>
    public static CommitCertificate CertifyByLater(BlockHeader header, int votes) => Certify(header, New, votes, 4);

    private static ValueProof At(string contract, byte[] key, byte[]? value) => new(
        ChainId, new HeaderProof(Block40.Header, Block40.Certificate, [End()]), contract, key, value,
        State.Prove($"{contract}\0{Encoding.UTF8.GetString(key)}"));

    private static Block MakeBlock()
    {
        using var home = Key(21);
        var batch = new Batch(1_700_000_040_000, [.. Enumerable.Range(0, 3).Select(i => Primitives.Transaction.Sign(
            new TransactionBody
            {
                ChainId = ChainId, Account = i < 2 ? "cell1/home-1" : "cell2/home-2", PublicKey = home.PublicKey, Nonce = (ulong)i,
                ValidFrom = 30, ValidUntil = 90,
                Calls = [new ContractCall("wallet", "transfer", new byte[] { 1, (byte)i }), new ContractCall("market", "bid", default)],
            },
            home))]);
        ReadOnlyMemory<byte>[] receipts = [.. batch.Transactions.Select(t => (ReadOnlyMemory<byte>)new Receipt(
            t.Id, ReceiptStatus.Rejected,
            [
                new CallResult(
                    ReceiptStatus.Ok, "", new byte[] { 5 }, 120, [new LedgerEvent("wallet", "transferred", new byte[] { 9, 8 })]),
                new CallResult(ReceiptStatus.Rejected, "the slot is closed", default, 40, []),
            ]).Encode())];
        var header = new BlockHeader(
            new SequenceNumber(40), Digest.Of("block 39"u8), 1_700_000_040_000, 3, batch.TransactionRoot,
            Block.ReceiptRootOf(receipts), State.Root, Later.Hash, Later.Hash);
        return new Block(header, batch, receipts, CertifyByLater(header, 4));
    }

    private static CommitCertificate Certify(BlockHeader header, Ed25519KeyPair[] keys, int votes, ulong view)
    {
        var payload = CommitVote.Encode(new ViewNumber(view), header.Height, header.Hash);
        return new CommitCertificate(new ViewNumber(view), [.. Enumerable.Range(0, votes).Select(i =>
            new ReplicaSignature(new ReplicaId((ushort)i), SigningDomain.Commit.Sign(keys[i], ChainId, payload)))]);
    }

    private static GenesisDocument MakeGenesis() => new()
    {
        Name = "sample",
        TimeMilliseconds = 1_700_000_000_000,
        Organisations = [.. Enumerable.Range(1, 4).Select(i => new GenesisOrganisation($"cell{i}", [(byte)i]))],
        Validators = [.. Enumerable.Range(1, 4).Select(i => new GenesisValidator($"node{i}", $"cell{i}", Key(i).PublicKey.ToArray()))],
    };

    private static Ed25519KeyPair Key(int number) => Ed25519KeyPair.FromSeed(SHA256.HashData([(byte)number]));
}
