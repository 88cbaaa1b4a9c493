using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>A ledger of one executor and a state in memory: every batch is a block whose writes are applied.</summary>
internal sealed class TestLedger
{
    public const ulong StartMilliseconds = 1_000_000;

    private ulong _nonce;

    public TestLedger(ExecutorOptions? options = null, ContractHost? host = null)
    {
        Options = options ?? DefaultOptions;
        Host = host ?? new ContractHost();
        Executor = new BatchExecutor(Options, Authority, Host);
    }

    public static ExecutorOptions DefaultOptions { get; } = new()
    {
        Organisations = ["cell1", "cell2", "cell3", "cell4"],
        Members = TestMembers.Of(4),
    };

    public ExecutorOptions Options { get; private set; }

    public ContractHost Host { get; }

    public FakeAuthority Authority { get; } = new();

    public BatchExecutor Executor { get; private set; }

    public MemoryState State { get; } = new();

    public ulong Height { get; private set; }

    public ulong Time { get; set; } = StartMilliseconds;

    public BlockContext Next => new(Height + 1, Time + 1000);

    /// <summary>A ledger with the test contracts active and some accounts; the options hold from then on.</summary>
    public static TestLedger WithContracts(ExecutorOptions? options = null)
    {
        var ledger = new TestLedger();
        foreach (var organisation in ledger.Options.Organisations)
        {
            ledger.Enrol($"{organisation}/admin", ("role", "admin"));
        }

        ledger.Enrol("cell1/alice");
        ledger.Enrol("cell2/bob");
        ledger.Activate("tests", TestPackages.Contracts);
        ledger.Use(options ?? DefaultOptions);
        return ledger;
    }

    /// <summary>Lets other options hold from now on.</summary>
    public void Use(ExecutorOptions options)
    {
        Options = options;
        Executor = new BatchExecutor(options, Authority, Host);
    }

    public static AccountRecord Account(string name, params (string Name, string Value)[] attributes) => new()
    {
        Name = name,
        Organisation = name.Split('/')[0],
        PublicKey = new FakeSigner(name).PublicKey.ToArray(),
        NotBeforeMilliseconds = StartMilliseconds,
        NotAfterMilliseconds = StartMilliseconds * 1000,
        SerialHex = "01",
        Attributes =
        [
            .. attributes.OrderBy(a => a.Name, StringComparer.Ordinal).Select(
                a => KeyValuePair.Create(a.Name, a.Value)),
        ],
        CertificateDigest = Digest.Of(System.Text.Encoding.UTF8.GetBytes(name)),
    };

    /// <summary>Puts an account into the state as if it had been enrolled.</summary>
    public void Enrol(string name, params (string Name, string Value)[] attributes) =>
        State.Set(AccountRecord.KeyOf(name), Account(name, attributes).Encode());

    /// <summary>Puts an account with another key into the state.</summary>
    public void Enrol(string name, FakeSigner signer) =>
        State.Set(
            AccountRecord.KeyOf(name), (Account(name) with { PublicKey = signer.PublicKey.ToArray() }).Encode());

    /// <summary>Lets blocks go by in which nothing happens.</summary>
    public void AdvanceTo(ulong height)
    {
        Assert.True(height >= Height, "time does not go back");
        Height = height;
    }

    public static byte[] Arguments(Action<RecordWriter> write)
    {
        var writer = new RecordWriter();
        write(writer);
        return writer.ToArray();
    }

    public static ContractCall Call(string contract, string function, Action<RecordWriter>? arguments = null) =>
        new(contract, function, arguments == null ? ReadOnlyMemory<byte>.Empty : Arguments(arguments));

    public Transaction Sign(string account, params ContractCall[] calls) => Sign(account, false, calls);

    public Transaction Sign(string account, bool atomic, params ContractCall[] calls) =>
        Sign(account, new FakeSigner(account), atomic, calls);

    public Transaction Sign(string account, FakeSigner signer, bool atomic, params ContractCall[] calls) =>
        Transaction.Sign(
        new TransactionBody
        {
            ChainId = Digest.Zero,
            Account = account,
            PublicKey = signer.PublicKey,
            Nonce = _nonce++,
            ValidFrom = Height,
            ValidUntil = Height + 100,
            Atomic = atomic,
            Calls = calls,
        },
        signer);

    /// <summary>Executes a block and applies its writes.</summary>
    public BatchResult Execute(params Transaction[] transactions)
    {
        var block = Next;
        var result = Executor.Execute(block, transactions, State, _ => false);
        Assert.Equal(transactions.Length, result.Receipts.Count);
        for (var i = 0; i < transactions.Length; i++)
        {
            Assert.Equal(transactions[i].Id, result.Receipts[i].TransactionId);
            Assert.Equal(
                result.EncodedReceipts[i].ToArray(), Receipt.TryDecode(result.EncodedReceipts[i].Span)!.Encode());
        }

        State.Apply(result.Writes);
        Height = block.Height;
        Time = block.TimeMilliseconds;
        return result;
    }

    /// <summary>Executes one transaction in a block of its own.</summary>
    public Receipt Run(string account, params ContractCall[] calls) => Execute(Sign(account, calls)).Receipts[0];

    public CallResult Query(string account, string contract, string function, Action<RecordWriter>? arguments = null) =>
        Executor.Query(new BlockContext(Height, Time), State, account, Call(contract, function, arguments));

    /// <summary>
    /// Installs a package and has three of four organisations agree; its contracts are active in the next
    /// block.
    /// </summary>
    public Digest Activate(string name, byte[] assembly)
    {
        var hash = Digest.Of(assembly);
        Succeed(Run("cell1/admin", Install(name, assembly)));
        Succeed(Run("cell2/admin", Approve(hash)));
        Succeed(Run("cell3/admin", Approve(hash)));
        return hash;
    }

    public static ContractCall Install(string name, byte[] assembly, long activationHeight = 0, byte[]? sourceHash = null) =>
        Call("lifecycle", "install", w => w.Text(name).Bytes(assembly).Bytes(sourceHash ?? []).Long(activationHeight));

    public static ContractCall Approve(Digest package) => Call("lifecycle", "approve", w => w.Bytes(package.ToArray()));

    public static void Succeed(Receipt receipt) => Assert.True(receipt.Status == ReceiptStatus.Ok, receipt.Message);
}
