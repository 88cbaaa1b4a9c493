using System.Globalization;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Simulation;

/// <summary>
/// What all nodes of a run begin with: members, accounts, and a state in which the test contracts are active. They got
/// there through the production lifecycle contract, in one batch before the first block. Kept for each thread, since
/// runs of one size begin alike; immutable.
/// </summary>
internal sealed class SimulatedGenesis
{
    /// <summary>Member organisations.</summary>
    public const int OrganisationCount = 3;

    /// <summary>Accounts of clients.</summary>
    public const int ClientCount = 6;

    /// <summary>Nodes that are no members at genesis and may become some.</summary>
    public const int SpareCount = 3;

    /// <summary>Longest validity window, in heights.</summary>
    public const int ValidityWindowMax = 48;

    /// <summary>The contract that clients call.</summary>
    public const string Contract = "counter";

    [ThreadStatic]
    private static Dictionary<int, SimulatedGenesis>? _cache;

    [ThreadStatic]
    private static ContractHost? _host;

    private SimulatedGenesis(int nodeCount)
    {
        NodeCount = nodeCount;
        ChainId = Digest.Of(System.Text.Encoding.UTF8.GetBytes($"a simulated chain of {nodeCount}"));
        for (var i = 0; i < OrganisationCount; i++)
        {
            Organisations.Add($"cell{i}");
        }

        var validators = new Validator[nodeCount];
        for (var i = 0; i < nodeCount; i++)
        {
            validators[i] = ValidatorOf(i);
        }

        Membership = new Membership(validators);
        State = MakeState();
    }

    /// <summary>Members at genesis.</summary>
    public int NodeCount { get; }

    /// <summary>Names the chain.</summary>
    public Digest ChainId { get; }

    /// <summary>Member organisations; nodes and clients belong to them in turn.</summary>
    public List<string> Organisations { get; } = [];

    /// <summary>Who votes at first.</summary>
    public Membership Membership { get; }

    /// <summary>The state before the first block.</summary>
    public MemoryState State { get; }

    /// <summary>Small, so that a short run meets every edge: window 16, checkpoints every 4, batches of 4.</summary>
    public static ConsensusParameters Parameters { get; } = new()
    {
        BatchTransactionsMax = 4,
        BatchBytesMax = 16 * 1024,
        WindowSize = 16,
        CheckpointInterval = 4,
    };

    /// <summary>The genesis of a network of so many validators.</summary>
    public static SimulatedGenesis Of(int nodeCount)
    {
        _cache ??= [];
        if (!_cache.TryGetValue(nodeCount, out var genesis))
        {
            genesis = new SimulatedGenesis(nodeCount);
            _cache.Add(nodeCount, genesis);
        }

        return genesis;
    }

    /// <summary>Name of a node.</summary>
    public static string NodeName(int node) => "node" + node.ToString(CultureInfo.InvariantCulture);

    /// <summary>Organisation of the node or client of a number.</summary>
    public static string OrganisationOf(int number) =>
        "cell" + (number % OrganisationCount).ToString(CultureInfo.InvariantCulture);

    /// <summary>Account of a client.</summary>
    public static string ClientAccount(int client) =>
        OrganisationOf(client) + "/client" + client.ToString(CultureInfo.InvariantCulture);

    /// <summary>The key of an account, or of a node under its account's name.</summary>
    /// <param name="account">Account name.</param>
    /// <param name="generation">0 at first, one more with each rotation.</param>
    public static FakeSigner SignerOf(string account, int generation = 0) => new($"{account}/{generation}");

    /// <summary>The validator that a node is, or may become, with its first key.</summary>
    public static Validator ValidatorOf(int node)
    {
        var (name, organisation) = (NodeName(node), OrganisationOf(node));
        return new Validator(name, organisation, SignerOf($"{organisation}/{name}").PublicKey);
    }

    /// <summary>A production executor for one node.</summary>
    public BlockExecutor NewExecutor() => new(NewBatchExecutor(), ChainId, Membership);

    /// <summary>The certificate of an account, in the form that <see cref="SimulatedAuthority"/> knows.</summary>
    public static AccountRecord AccountOf(
        string account, FakeSigner signer, ulong notBefore, bool isAdministrator) => new()
    {
        Name = account,
        Organisation = account[..account.IndexOf('/', StringComparison.Ordinal)],
        PublicKey = signer.PublicKey.ToArray(),
        NotBeforeMilliseconds = notBefore,
        NotAfterMilliseconds = ulong.MaxValue,
        SerialHex = "01",
        Attributes = isAdministrator ? [KeyValuePair.Create("role", "admin")] : [],
        CertificateDigest = Digest.Of(signer.PublicKey.Span),
    };

    private BatchExecutor NewBatchExecutor() => new(
        new ExecutorOptions
        {
            Organisations = Organisations,
            ValidityWindowMax = ValidityWindowMax,
            Members = Membership,
            Consensus = Parameters,
        },
        new SimulatedAuthority(),
        _host ??= new ContractHost());

    private MemoryState MakeState()
    {
        var state = new MemoryState();
        for (var i = 0; i < OrganisationCount; i++)
        {
            Enrol(state, $"{OrganisationOf(i)}/admin", true);
        }

        for (var i = 0; i < ClientCount; i++)
        {
            Enrol(state, ClientAccount(i), false);
        }

        for (var i = 0; i < NodeCount + SpareCount; i++)
        {
            Enrol(state, $"{OrganisationOf(i)}/{NodeName(i)}", false);
        }

        Install(state);
        return state;
    }

    private static void Enrol(MemoryState state, string account, bool isAdministrator) => state.Set(
        AccountRecord.KeyOf(account), AccountOf(account, SignerOf(account), 0, isAdministrator).Encode());

    // Installs and agrees on the package at height 0, so that its contracts are active from the first block on.
    private void Install(MemoryState state)
    {
        var package = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Ledger.Runtime.Tests.Contracts.dll"));
        var install = new CanonicalWriter(package.Length + 64).Text("simulation").Bytes(package).Count(0).U64(0).ToArray();
        var approve = new CanonicalWriter().Bytes(Digest.Of(package).AsSpan()).ToArray();
        var batch = new Transaction[OrganisationCount];
        for (var i = 0; i < batch.Length; i++)
        {
            var account = $"{OrganisationOf(i)}/admin";
            var call = i == 0
                ? new ContractCall("lifecycle", "install", install)
                : new ContractCall("lifecycle", "approve", approve);
            batch[i] = Transaction.Sign(
                new TransactionBody
                {
                    ChainId = ChainId,
                    Account = account,
                    PublicKey = SignerOf(account).PublicKey,
                    Nonce = 0,
                    ValidFrom = 0,
                    ValidUntil = 1,
                    Calls = [call],
                },
                SignerOf(account));
        }

        var result = NewBatchExecutor().Execute(new BlockContext(0, 1), batch, state, static _ => false);
        if (result.Receipts[1].Status != ReceiptStatus.Ok)
        {
            throw new InvalidOperationException(
                $"the test contracts cannot be installed: {result.Receipts[1].Message}");
        }

        foreach (var write in result.Writes)
        {
            state.Set(write.Key, write.Value);
        }
    }
}
