using System.Reflection;
using Ledger.Chaincode;
using Ledger.Contracts.Market;

namespace Ledger.Contracts.Tests.Harness;

/// <summary>All contracts over state in memory: encoded arguments, access attributes, all-or-nothing calls.</summary>
internal sealed class TestLedger
{
    private readonly Dictionary<string, object> _contracts = [];

    public TestLedger()
    {
        var contracts = typeof(MarketContract).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<ContractAttribute>() != null)
            .Select(type => Activator.CreateInstance(type)!);
        foreach (var contract in contracts)
        {
            var name = contract.GetType().GetCustomAttribute<ContractAttribute>()!.Name;
            _contracts[name] = contract;
            States[name] = new TestState(new SortedDictionary<byte[], byte[]>(new BytesComparer()));
        }
    }

    public Dictionary<string, TestState> States { get; } = [];

    public List<(string Contract, string Name, byte[] Data)> Events { get; } = [];

    public long Height { get; private set; }

    /// <summary>Ledger time in seconds; while it is 0, a second passes with each transaction.</summary>
    public long Now { get; set; }

    /// <summary>Runs a transaction of one call; a rejection leaves no trace and is thrown on.</summary>
    public RecordReader Submit(TestCaller caller, string contract, string function, params object[] arguments)
    {
        Height++;
        var before = States.ToDictionary(s => s.Key, s => s.Value.Entries.ToArray());
        var events = Events.Count;
        try
        {
            return new RecordReader(Invoke(caller, contract, function, Encode(arguments), isReadOnly: false));
        }
        catch (ContractRejection)
        {
            foreach (var (name, entries) in before)
            {
                States[name].Entries.Clear();
                Array.ForEach(entries, e => States[name].Entries.Add(e.Key, e.Value));
            }

            Events.RemoveRange(events, Events.Count - events);
            throw;
        }
    }

    /// <summary>Runs a query; only read-only functions answer.</summary>
    public RecordReader Query(TestCaller caller, string contract, string function, params object[] arguments)
    {
        var method = Find(contract, function);
        Assert.True(method.GetCustomAttribute<FunctionAttribute>()!.ReadOnly, function + " is not read-only");
        return new RecordReader(Invoke(caller, contract, function, Encode(arguments), isReadOnly: true));
    }

    /// <summary>Submits a call that must be refused, and returns the refusal.</summary>
    public ContractRejection Refused(TestCaller caller, string contract, string function, params object[] arguments) =>
        Assert.Throws<ContractRejection>(() => Submit(caller, contract, function, arguments));

    public byte[] Invoke(TestCaller caller, string contract, string function, byte[] arguments, bool isReadOnly)
    {
        var method = Find(contract, function);
        CheckAccess(method, caller);
        var state = States[contract];
        var outer = state.IsReadOnly;
        state.IsReadOnly = isReadOnly || method.GetCustomAttribute<FunctionAttribute>()!.ReadOnly;
        try
        {
            var reader = new RecordReader(arguments);
            var values = new List<object> { new TestContext(this, caller, contract, state) };
            values.AddRange(method.GetParameters().Skip(1).Select(p => Decode(reader, p.ParameterType)));
            reader.End();
            var result = method.Invoke(_contracts[contract], values.ToArray());
            return result == null ? [] : Encode(result);
        }
        catch (TargetInvocationException wrapped) when (wrapped.InnerException is ContractRejection rejection)
        {
            throw new ContractRejection(rejection.Message, rejection.PermissionDenied);
        }
        finally
        {
            state.IsReadOnly = outer;
        }
    }

    private MethodInfo Find(string contract, string function) => _contracts[contract].GetType().GetMethods()
        .Single(m => m.GetCustomAttribute<FunctionAttribute>() != null
            && char.ToLowerInvariant(m.Name[0]) + m.Name[1..] == function);

    private static void CheckAccess(MethodInfo method, TestCaller caller)
    {
        var from = method.GetCustomAttribute<FromContractAttribute>();
        if (method.GetCustomAttribute<AnyMemberAttribute>() != null
            || from?.Contracts.Contains(caller.Contract) == true)
        {
            return;
        }

        var requires = method.GetCustomAttributes<RequiresAttribute>().ToArray();
        var missing = requires.FirstOrDefault(r =>
            caller.Attribute(r.Name) is not { } value || (r.AnyOf.Length > 0 && !r.AnyOf.Contains(value)));
        if (requires.Length == 0 || missing != null)
        {
            throw new ContractRejection("access denied: " + (missing?.Name ?? "no grant"), permissionDenied: true);
        }
    }

    private static byte[] Encode(params object[] values)
    {
        var writer = new RecordWriter();
        foreach (var value in values)
        {
            _ = value switch
            {
                bool b => writer.Bool(b),
                int i => writer.Int(i),
                long l => writer.Long(l),
                string s => writer.Text(s),
                byte[] b => writer.Bytes(b),
                long[] l => writer.Longs(l),
                string[] s => writer.Texts(s),
                _ => throw new ArgumentException(value.GetType().Name),
            };
        }

        return writer.ToArray();
    }

    private static object Decode(RecordReader reader, Type type) =>
        type == typeof(bool) ? reader.Bool()
        : type == typeof(int) ? reader.Int()
        : type == typeof(long) ? reader.Long()
        : type == typeof(string) ? reader.Text()
        : type == typeof(byte[]) ? reader.Bytes()
        : type == typeof(long[]) ? reader.Longs()
        : type == typeof(string[]) ? reader.Texts()
        : throw new ArgumentException(type.Name);
}
