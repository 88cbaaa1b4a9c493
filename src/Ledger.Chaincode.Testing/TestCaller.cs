using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Chaincode.Testing;

/// <summary>An account of a <see cref="TestNetwork"/>.</summary>
public sealed class TestCaller
{
    private readonly TestNetwork _network;

    internal TestCaller(TestNetwork network, string account)
    {
        _network = network;
        Account = account;
    }

    /// <summary>The account's name, <c>organisation/name</c>.</summary>
    public string Account { get; }

    /// <summary>Calls a function in a block of its own.</summary>
    /// <param name="function">The function, <c>contract.function</c>.</param>
    /// <param name="arguments">
    /// The arguments in order: bool, int, long, string, byte[], long[], string[], or a unit in place of a long.
    /// </param>
    public TestReceipt Submit(string function, params object[] arguments) =>
        new(function, _network.Ledger.Submit(Account, Call(function, arguments)));

    /// <summary>Calls a read-only function and reads its result.</summary>
    /// <param name="function">The function, <c>contract.function</c>.</param>
    /// <param name="arguments">As for <see cref="Submit"/>.</param>
    /// <exception cref="TestFailure">The call does not end well.</exception>
    public RecordReader Query(string function, params object[] arguments)
    {
        var result = TryQuery(function, arguments);
        return result.Status == ReceiptStatus.Ok
            ? new RecordReader(result.Result.ToArray())
            : throw new TestFailure($"{function} ended with {result.Status}: {result.Message}");
    }

    /// <summary>Calls a read-only function and says how it ends.</summary>
    /// <param name="function">The function, <c>contract.function</c>.</param>
    /// <param name="arguments">As for <see cref="Submit"/>.</param>
    public CallResult TryQuery(string function, params object[] arguments) =>
        _network.Ledger.Query(Account, Call(function, arguments));

    /// <summary>A transaction of this account, for <see cref="LocalLedger.SubmitBlock"/>.</summary>
    /// <param name="function">The function, <c>contract.function</c>.</param>
    /// <param name="arguments">As for <see cref="Submit"/>.</param>
    public LocalTransaction Transaction(string function, params object[] arguments) =>
        new(Account, Call(function, arguments));

    /// <summary>A call with its arguments encoded.</summary>
    /// <param name="function">The function, <c>contract.function</c>.</param>
    /// <param name="arguments">As for <see cref="Submit"/>.</param>
    /// <exception cref="ArgumentException">The name has no dot, or an argument is of another type.</exception>
    public static ContractCall Call(string function, params object[] arguments)
    {
        var dot = function.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            throw new ArgumentException($"'{function}' is not of the form contract.function", nameof(function));
        }

        var writer = new RecordWriter();
        foreach (var argument in arguments)
        {
            Write(writer, argument);
        }

        return new ContractCall(function[..dot], function[(dot + 1)..], writer.ToArray());
    }

    private static void Write(RecordWriter writer, object argument) => _ = argument switch
    {
        bool value => writer.Bool(value),
        int value => writer.Int(value),
        long value => writer.Long(value),
        string value => writer.Text(value),
        byte[] value => writer.Bytes(value),
        long[] value => writer.Longs(value),
        string[] value => writer.Texts(value),
        Energy value => writer.Energy(value),
        Price value => writer.Price(value),
        Money value => writer.Money(value),
        Slot value => writer.Slot(value),
        _ => throw new ArgumentException($"a function cannot have an argument of type {argument.GetType().Name}"),
    };
}
