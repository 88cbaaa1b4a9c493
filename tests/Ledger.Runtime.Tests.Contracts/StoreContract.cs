using Ledger.Chaincode;

namespace Ledger.Runtime.Tests.Contracts;

/// <summary>Bare access to its state, and to the limits.</summary>
[Contract("store")]
public sealed class StoreContract
{
    /// <summary>Sets a value.</summary>
    [Function]
    [AnyMember]
    public void Put(CallContext context, byte[] key, byte[] value) => context.State.Put(StateKey.FromBytes(key), value);

    /// <summary>Removes a key.</summary>
    [Function]
    [AnyMember]
    public void Delete(CallContext context, byte[] key) => context.State.Delete(StateKey.FromBytes(key));

    /// <summary>The value, empty when absent.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Get(CallContext context, byte[] key) => context.State.Get(StateKey.FromBytes(key)) ?? [];

    /// <summary>Keys and values behind a prefix.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Scan(CallContext context, byte[] prefix, int limit)
    {
        var writer = new RecordWriter();
        foreach (var entry in context.State.Scan(StateKey.FromBytes(prefix), limit))
        {
            writer.Bytes(entry.Key.Bytes).Bytes(entry.Value);
        }

        return writer.ToArray();
    }

    /// <summary>Writes many keys.</summary>
    [Function]
    [AnyMember]
    public void PutMany(CallContext context, int count, int size)
    {
        var value = new byte[size];
        for (var i = 0; i < count; i++)
        {
            context.State.Put(StateKey.Of("many").And(i), value);
        }
    }

    /// <summary>Reads many times.</summary>
    [Function]
    [AnyMember]
    public void GetMany(CallContext context, int count)
    {
        for (var i = 0; i < count; i++)
        {
            context.State.Get(StateKey.Of("many"));
        }
    }

    /// <summary>Emits many events.</summary>
    [Function]
    [AnyMember]
    public void EmitMany(CallContext context, int count, int size)
    {
        for (var i = 0; i < count; i++)
        {
            context.Emit("event", new byte[size]);
        }
    }

    /// <summary>Emits one event.</summary>
    [Function]
    [AnyMember]
    public void Emit(CallContext context, string name) => context.Emit(name, []);

    /// <summary>Returns so many bytes.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Fill(CallContext context, int size) => new byte[size];

    /// <summary>Writes, which a read-only function must not.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public void WriteReadOnly(CallContext context) => context.State.Put(StateKey.Of("x"), [1]);

    /// <summary>Removes, which a read-only function must not.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public void DeleteReadOnly(CallContext context) => context.State.Delete(StateKey.Of("x"));

    /// <summary>Emits, which a read-only function must not.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public void EmitReadOnly(CallContext context) => context.Emit("x", []);

    /// <summary>Changes arrays that it got and gave, which must not reach the state.</summary>
    [Function]
    [AnyMember]
    public byte[] Alias(CallContext context)
    {
        var key = StateKey.Of("alias");
        var value = new byte[] { 1 };
        context.State.Put(key, value);
        value[0] = 2;
        var read = context.State.Get(key)!;
        read[0] = 3;
        var scanned = context.State.Scan(key)[0].Value;
        scanned[0] = 4;
        return context.State.Get(key)!;
    }
}
