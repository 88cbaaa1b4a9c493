using Ledger.Chaincode;

namespace Ledger.Runtime.Tests.Contracts;

/// <summary>Counts, and fails in every way a contract can.</summary>
[Contract("counter")]
public sealed class CounterContract
{
    /// <summary>Does nothing.</summary>
    [Function]
    [AnyMember]
    public void Nothing(CallContext context)
    {
    }

    /// <summary>Adds to a named count and tells everyone.</summary>
    [Function]
    [AnyMember]
    public long Add(CallContext context, string name, long amount)
    {
        var key = StateKey.Of("count").And(name);
        var stored = context.State.Get(key);
        var sum = (stored == null ? 0 : new RecordReader(stored).Long()) + amount;
        context.State.Put(key, new RecordWriter().Long(sum).ToArray());
        context.Emit("added", new RecordWriter().Text(name).Long(sum).ToArray());
        return sum;
    }

    /// <summary>The count, 0 when there is none.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long Get(CallContext context, string name)
    {
        var stored = context.State.Get(StateKey.Of("count").And(name));
        return stored == null ? 0 : new RecordReader(stored).Long();
    }

    /// <summary>Two reads and four writes, as a transfer has.</summary>
    [Function]
    [AnyMember]
    public void Transfer(CallContext context, string from, string to, long amount)
    {
        Change(context, from, -amount);
        Change(context, to, amount);
    }

    /// <summary>Writes, then rejects.</summary>
    [Function]
    [AnyMember]
    public void Reject(CallContext context, string message)
    {
        Add(context, "rejected", 1);
        context.Reject(message);
    }

    /// <summary>Writes, then denies.</summary>
    [Function]
    [AnyMember]
    public void Deny(CallContext context, string message)
    {
        Add(context, "denied", 1);
        context.Deny(message);
    }

    /// <summary>Writes, then fails in the way that is asked for.</summary>
    [Function]
    [AnyMember]
    public long Fail(CallContext context, int kind)
    {
        Add(context, "failed", 1);
        var numbers = new long[1];
        var list = new List<long>();
        string? nothing = kind == 0 ? "" : null;
        object text = "text";
        return kind switch
        {
            1 => long.MaxValue + (long)kind,
            2 => numbers[kind],
            3 => list[kind],
            4 => nothing!.Length,
            5 => kind / numbers[0],
            6 => (long)text,
            7 => throw new InvalidOperationException("this text may differ between versions"),
            8 => throw new ArgumentException("this one too"),
            9 => throw new UnknownException(),
            _ => 0,
        };
    }

    /// <summary>Who calls, in which block.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public string Describe(CallContext context) =>
        context.Caller.Account + " " + context.Caller.Organisation + " " + (context.Caller.Contract ?? "-") + " " +
        (
            context.Caller.Attribute(
                "role") ?? "-") + " " + context.BlockHeight + " " + context.BlockTimeMilliseconds + " " +
        context.TransactionId;

    /// <summary>Every type there and back.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Echo(
        CallContext context, bool a, int b, long c, string d, byte[] e, long[] f, string[] g) =>
        new RecordWriter().Bool(a).Int(b).Long(c).Text(d).Bytes(e).Longs(f).Texts(g).ToArray();

    /// <summary>A result of its type.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public bool EchoBool(CallContext context, bool value) => value;

    /// <summary>A result of its type.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public int EchoInt(CallContext context, int value) => value;

    /// <summary>A result of its type.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] EchoLongs(CallContext context, long[] value) => value;

    /// <summary>A result of its type.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public string[] EchoTexts(CallContext context, string[] value) => value;

    /// <summary>Returns nothing where something was promised.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public string Null(CallContext context) => null!;

    private static void Change(CallContext context, string name, long amount)
    {
        var key = StateKey.Of("count").And(name);
        var stored = context.State.Get(key);
        var sum = (stored == null ? 0 : new RecordReader(stored).Long()) + amount;
        context.State.Put(key, new RecordWriter().Long(sum).ToArray());
        context.State.Put(
            StateKey.Of("line").And(name).And(context.BlockHeight), new RecordWriter().Long(amount).ToArray());
    }
}
