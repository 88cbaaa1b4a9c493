using System.Reflection;
using System.Text;
using Ledger.Identity;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Chaincode.Testing;

/// <summary>
/// A ledger for tests of contracts: checker, meter and executor are those of a node, the state is in memory, the clock and the
/// callers are at hand. Each call of <see cref="TestCaller.Submit"/> makes a block. For any test framework. Not thread safe;
/// cheap to make, since all networks of a process check and load a package once.
/// </summary>
/// <example>
/// <code>
/// var network = TestNetwork.Of&lt;ShopContract&gt;();
/// var alice = network.Enrol("cell1/alice", ("role", "prosumer"));
/// alice.Submit("shop.put", "bread", 3L).EnsureOk();
/// long stock = alice.Query("shop.stock", "bread").Long();
/// </code>
/// </example>
public sealed class TestNetwork
{
    private static readonly ContractHost Host = new();

    private readonly LocalLedger _ledger;
    private readonly Dictionary<string, TestCaller> _callers = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> _organisations;

    /// <summary>Makes a network on which the packages are installed.</summary>
    /// <param name="packages">The bytes of assemblies with contracts.</param>
    /// <exception cref="TestFailure">The checker refuses one; the message is its sentence.</exception>
    public TestNetwork(params IReadOnlyList<ReadOnlyMemory<byte>> packages)
        : this(new LocalLedgerOptions { Packages = packages })
    {
    }

    /// <summary>Makes a network by options, to change limits or the first moment.</summary>
    /// <exception cref="TestFailure">The checker refuses a package; the message is its sentence.</exception>
    public TestNetwork(LocalLedgerOptions options)
    {
        try
        {
            _organisations = options.Organisations;
            _ledger = new LocalLedger(
                options with { Host = options.Host ?? Host, Verifier = options.Verifier ?? Ed25519.Instance });
        }
        catch (ArgumentException refused)
        {
            throw new TestFailure(refused.Message);
        }
    }

    /// <summary>The ledger beneath, for blocks of many transactions and for headers.</summary>
    public LocalLedger Ledger => _ledger;

    /// <summary>Ledger time of the next block; it can be set to later moments.</summary>
    public DateTimeOffset Now
    {
        get => DateTimeOffset.FromUnixTimeMilliseconds((long)_ledger.TimeMilliseconds);
        set => _ledger.TimeMilliseconds = (ulong)value.ToUnixTimeMilliseconds();
    }

    /// <summary>Blocks so far.</summary>
    public long Height => (long)_ledger.Height;

    /// <summary>A network on which the assembly of a contract is installed.</summary>
    /// <typeparam name="TContract">Any type of the assembly; its code as the build wrote it is checked and run.</typeparam>
    public static TestNetwork Of<TContract>() => Of(typeof(TContract).Assembly);

    /// <summary>A network on which assemblies are installed.</summary>
    public static TestNetwork Of(params Assembly[] assemblies) =>
        new([.. assemblies.Select(a => (ReadOnlyMemory<byte>)File.ReadAllBytes(a.Location))]);

    /// <summary>Makes an account, or gives it other attributes.</summary>
    /// <param name="account">The name, <c>organisation/name</c>.</param>
    /// <param name="attributes">Attributes of its certificate.</param>
    public TestCaller Enrol(string account, params (string Name, string Value)[] attributes)
    {
        _ledger.Enrol(account, attributes);
        return As(account);
    }

    /// <summary>An account that acts; it need not be enrolled, and is turned away then.</summary>
    public TestCaller As(string account)
    {
        if (!_callers.TryGetValue(account, out var caller))
        {
            caller = new TestCaller(this, account);
            _callers.Add(account, caller);
        }

        return caller;
    }

    /// <summary>Lets time go by; the next block has the later time.</summary>
    public void Advance(TimeSpan time) => Now += time;

    /// <summary>
    /// Installs a package as a network does, by agreement of the organisations' administrators, and makes a block in which it is
    /// in force: for tests of upgrades and migrations.
    /// </summary>
    /// <returns>What each organisation's approval gave, the last one with what the migration did.</returns>
    /// <exception cref="TestFailure">It is refused, or a migration fails.</exception>
    public IReadOnlyList<TestReceipt> Upgrade(ReadOnlyMemory<byte> package)
    {
        var receipts = new List<TestReceipt>();
        foreach (var organisation in _organisations)
        {
            var administrator = As(LocalLedger.AdministratorOf(organisation));
            var receipt = receipts.Count == 0
                ? administrator.Submit("lifecycle.install", "package", package.ToArray(), Array.Empty<byte>(), 0L)
                : administrator.Submit("lifecycle.approve", Digest.Of(package.Span).ToArray());
            receipts.Add(receipt.EnsureOk());
            if (receipt.Events.Any(e => e.Name == "activated"))
            {
                _ledger.SubmitBlock([]);
                return receipts;
            }
        }

        throw new TestFailure("the organisations agree, and still the package is not active");
    }

    /// <summary>A contract's state, in the order of its keys.</summary>
    public IReadOnlyList<StateEntry> StateOf(string contract)
    {
        var prefix = Encoding.UTF8.GetBytes(contract + "\0");
        return
        [
            .. _ledger.State.Scan(prefix)
                .Select(e => new StateEntry(StateKey.FromBytes(e.Key[prefix.Length..]), e.Value.AsSpan().ToArray())),
        ];
    }

    /// <summary>A record of a contract's state, or null.</summary>
    /// <typeparam name="TRecord">Type of the record.</typeparam>
    public TRecord? Record<TRecord>(string contract, StateKey key)
        where TRecord : class, IRecord<TRecord>
    {
        byte[] whole = [.. Encoding.UTF8.GetBytes(contract + "\0"), .. key.Bytes];
        return _ledger.State.Get(whole) is { } value ? new RecordReader(value).Record<TRecord>() : null;
    }
}
