using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>
/// Builds the arguments of a call in the ledger's encoding, one method for each parameter in order:
/// <c>new CallArguments().Text("cell1/home-1").Long(5)</c>. Not thread safe.
/// </summary>
public sealed class CallArguments
{
    private readonly CanonicalWriter _writer = new(64);

    /// <summary>No arguments.</summary>
    public static ReadOnlyMemory<byte> None => ReadOnlyMemory<byte>.Empty;

    /// <summary>Parameter of type <c>bool</c>.</summary>
    public CallArguments Bool(bool value)
    {
        _writer.Bool(value);
        return this;
    }

    /// <summary>Parameter of type <c>int</c>.</summary>
    public CallArguments Int(int value)
    {
        _writer.U32(unchecked((uint)value));
        return this;
    }

    /// <summary>Parameter of type <c>long</c>.</summary>
    public CallArguments Long(long value)
    {
        _writer.I64(value);
        return this;
    }

    /// <summary>Parameter of type <c>string</c>.</summary>
    public CallArguments Text(string value)
    {
        _writer.Text(value);
        return this;
    }

    /// <summary>Parameter of type <c>byte[]</c>.</summary>
    public CallArguments Bytes(ReadOnlySpan<byte> value)
    {
        _writer.Bytes(value);
        return this;
    }

    /// <summary>Parameter of type <c>long[]</c>.</summary>
    public CallArguments Longs(params ReadOnlySpan<long> values)
    {
        _writer.Count(values.Length);
        foreach (var value in values)
        {
            _writer.I64(value);
        }

        return this;
    }

    /// <summary>Parameter of type <c>string[]</c>.</summary>
    public CallArguments Texts(params ReadOnlySpan<string> values)
    {
        _writer.Count(values.Length);
        foreach (var value in values)
        {
            _writer.Text(value);
        }

        return this;
    }

    /// <summary>The arguments' bytes.</summary>
    public byte[] ToArray() => _writer.ToArray();

    /// <summary>A call with these arguments.</summary>
    public ContractCall Call(string contract, string function) => new(contract, function, _writer.ToArray());
}
