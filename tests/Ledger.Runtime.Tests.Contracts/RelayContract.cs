using Ledger.Chaincode;

namespace Ledger.Runtime.Tests.Contracts;

/// <summary>Calls other contracts.</summary>
[Contract("relay")]
public sealed class RelayContract
{
    /// <summary>Writes, then hands the call on.</summary>
    [Function]
    [AnyMember]
    public byte[] Call(CallContext context, string contract, string function, byte[] arguments)
    {
        context.State.Put(StateKey.Of("before"), [1]);
        var result = context.Call(contract, function, arguments);
        context.State.Put(StateKey.Of("after"), [1]);
        return result;
    }

    /// <summary>Hands on a call that only reads.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Ask(CallContext context, string contract, string function, byte[] arguments) =>
        context.Call(contract, function, arguments);

    /// <summary>Calls itself until the given depth is reached; the first call is depth 1.</summary>
    [Function]
    [AnyMember]
    public int Descend(CallContext context, int depth)
    {
        context.State.Put(StateKey.Of("depth").And(depth), [1]);
        return depth <= 1
            ? 1
            : 1 + new RecordReader(context.Call("relay", "descend", new RecordWriter().Int(depth - 1).ToArray())).Int();
    }

    /// <summary>Calls again and again.</summary>
    [Function]
    [AnyMember]
    public void Repeat(CallContext context, int count)
    {
        for (var i = 0; i < count; i++)
        {
            context.Call("counter", "nothing", []);
        }
    }
}
