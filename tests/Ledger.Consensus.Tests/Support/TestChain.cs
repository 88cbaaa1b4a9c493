using Ledger.Primitives;

namespace Ledger.Consensus.Tests.Support;

/// <summary>
/// A chain for tests: its members and keys, transactions, and an executor whose state is a hash of the batches.
/// </summary>
internal sealed class TestChain
{
    public const ulong WallClockStart = 1_700_000_000_000;
    public static readonly Digest Id = Digest.Of("a chain for tests"u8);
    private readonly FakeSigner _client = new("client");
    private ulong _nonce;

    public TestChain(int replicaCount)
    {
        Signers = new FakeSigner[replicaCount];
        var validators = new Validator[replicaCount];
        for (var i = 0; i < replicaCount; i++)
        {
            Signers[i] = new FakeSigner($"replica {i}");
            validators[i] = new Validator($"node{i}", $"cell{i}", Signers[i].PublicKey);
        }

        Membership = new Membership(validators);
        Verifier = new MessageVerifier(new FakeVerifier(), Epoch.First(Id, Membership), _ => false, _ => { });
    }

    public FakeSigner[] Signers { get; }

    public Membership Membership { get; }

    public MessageVerifier Verifier { get; }

    /// <summary>Short timers and a small window, so that a short run meets every edge.</summary>
    public static ReplicaOptions FastOptions() => new()
    {
        ChainId = Id,
        Parameters = new ConsensusParameters { BatchTransactionsMax = 4, WindowSize = 16, CheckpointInterval = 4 },
        RequestTimeout = TimeSpan.FromMilliseconds(400),
        CensorshipTimeout = TimeSpan.FromMilliseconds(1600),
        ViewChangeTimeout = TimeSpan.FromMilliseconds(400),
        ViewChangeTimeoutMax = TimeSpan.FromMilliseconds(3200),
        StatusInterval = TimeSpan.FromMilliseconds(100),
        FetchInterval = TimeSpan.FromMilliseconds(20),
    };

    public Transaction NewTransaction(ulong validFrom = 0, ulong validUntil = 500, string account = "cell/client") =>
        Transaction.Sign(
            new TransactionBody
            {
                ChainId = Id,
                Account = account,
                PublicKey = _client.PublicKey,
                Nonce = ++_nonce,
                ValidFrom = validFrom,
                ValidUntil = validUntil,
                Calls = [new ContractCall("test", "call", ReadOnlyMemory<byte>.Empty)],
            },
            _client);

    /// <summary>The header that executing the batch on top of a header gives.</summary>
    public BlockHeader HeaderAfter(BlockHeader? previous, Batch batch)
    {
        var previousHash = previous?.Hash ?? Id;
        var state = new CanonicalWriter().Digest(previous?.StateRoot ?? Digest.Zero).Digest(batch.Digest);
        return new BlockHeader(
            previous?.Height.Next ?? new SequenceNumber(1),
            previousHash,
            batch.TimeMilliseconds,
            (uint)batch.Transactions.Count,
            batch.TransactionRoot,
            Digest.Of(batch.TransactionRoot.AsSpan()),
            Digest.Of(state.WrittenSpan),
            Membership.Hash,
            Membership.Hash);
    }
}
