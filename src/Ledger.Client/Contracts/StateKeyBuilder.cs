using System.Buffers.Binary;
using System.Text;

namespace Ledger.Client;

/// <summary>
/// Builds a key of a contract's state as contracts build it: each text part as UTF-8 and a zero byte, each number as 8
/// bytes big-endian with the sign bit turned, so that the order of bytes is the order of the parts. Not thread safe.
/// </summary>
public sealed class StateKeyBuilder
{
    private readonly List<byte> _bytes = [];

    /// <summary>Appends a text part.</summary>
    /// <exception cref="ArgumentException">The text holds a zero character.</exception>
    public StateKeyBuilder Text(string part)
    {
        if (part.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("a key part holds a zero character", nameof(part));
        }

        _bytes.AddRange(Encoding.UTF8.GetBytes(part));
        _bytes.Add(0);
        return this;
    }

    /// <summary>Appends a number.</summary>
    public StateKeyBuilder Long(long part)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, part ^ long.MinValue);
        return Raw(bytes);
    }

    /// <summary>Appends bytes as they are, as the system contracts' keys need.</summary>
    public StateKeyBuilder Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>The key.</summary>
    public byte[] ToArray() => [.. _bytes];
}
