namespace Ledger.Chaincode;

/// <summary>
/// One call of another contract, written as a sentence:
/// <c>new RemoteCall(context, "wallet", "transfer").Text(to).Long(amount).Invoke()</c>, or with a result
/// <c>… .Read().Long()</c>. Belongs to the call that makes it and is used once.
/// </summary>
public sealed class RemoteCall
{
    private readonly CallContext _context;
    private readonly string _contract;
    private readonly string _function;
    private readonly RecordWriter _arguments = new();

    /// <summary>Begins a call without arguments.</summary>
    /// <param name="context">The call that makes it.</param>
    /// <param name="contract">Name of the other contract.</param>
    /// <param name="function">Name of its function.</param>
    public RemoteCall(CallContext context, string contract, string function)
    {
        _context = context;
        _contract = contract;
        _function = function;
    }

    /// <summary>Appends an argument.</summary>
    public RemoteCall Bool(bool value)
    {
        _arguments.Bool(value);
        return this;
    }

    /// <summary>Appends an argument.</summary>
    public RemoteCall Int(int value)
    {
        _arguments.Int(value);
        return this;
    }

    /// <summary>Appends an argument.</summary>
    public RemoteCall Long(long value)
    {
        _arguments.Long(value);
        return this;
    }

    /// <summary>Appends an argument.</summary>
    public RemoteCall Text(string value)
    {
        _arguments.Text(value);
        return this;
    }

    /// <summary>Appends an argument.</summary>
    public RemoteCall Bytes(byte[] value)
    {
        _arguments.Bytes(value);
        return this;
    }

    /// <summary>Appends an argument.</summary>
    public RemoteCall Longs(long[] value)
    {
        _arguments.Longs(value);
        return this;
    }

    /// <summary>Appends an argument.</summary>
    public RemoteCall Texts(string[] value)
    {
        _arguments.Texts(value);
        return this;
    }

    /// <summary>Makes the call and leaves its result, if it has one.</summary>
    /// <exception cref="ContractRejection">The other contract rejects, and with it this call.</exception>
    public void Invoke() => _context.Call(_contract, _function, _arguments.ToArray());

    /// <summary>Makes the call and reads its result.</summary>
    /// <exception cref="ContractRejection">The other contract rejects, and with it this call.</exception>
    public RecordReader Read() => new(_context.Call(_contract, _function, _arguments.ToArray()));
}
