using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Ledger.Chaincode;

/// <summary>
/// Reads what <see cref="RecordWriter"/> wrote. Malformed input rejects the call with a message that names the position; no input makes it
/// allocate more than its own size.
/// </summary>
public sealed class RecordReader
{
    private readonly byte[] _bytes;
    private int _position;

    /// <summary>Starts at the first byte.</summary>
    public RecordReader(byte[] bytes)
    {
        _bytes = bytes;
    }

    /// <summary>One byte that is 0 or 1.</summary>
    public bool Bool()
    {
        var value = Take(1)[0];
        return value <= 1 ? value == 1 : throw Malformed();
    }

    /// <summary>Four bytes, two's complement.</summary>
    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    /// <summary>Eight bytes, two's complement.</summary>
    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>Sixteen bytes, two's complement.</summary>
    public Int128 Int128() => BinaryPrimitives.ReadInt128LittleEndian(Take(16));

    /// <summary>A 32-bit length and well-formed UTF-8.</summary>
    public string Text()
    {
        var bytes = Take(Length(1));
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw Malformed();
    }

    /// <summary>A 32-bit length and bytes.</summary>
    public byte[] Bytes() => Take(Length(1)).ToArray();

    /// <summary>A 32-bit count and numbers.</summary>
    public long[] Longs()
    {
        var values = new long[Length(8)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Long();
        }

        return values;
    }

    /// <summary>A 32-bit count and texts.</summary>
    public string[] Texts()
    {
        var values = new string[Length(4)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Text();
        }

        return values;
    }

    /// <summary>Rejects the call when bytes are left.</summary>
    public void End()
    {
        if (_position != _bytes.Length)
        {
            throw Malformed();
        }
    }

    private int Length(int elementSize)
    {
        var length = Int();
        return length >= 0 && length <= (_bytes.Length - _position) / elementSize ? length : throw Malformed();
    }

    private ReadOnlySpan<byte> Take(int size)
    {
        if (size > _bytes.Length - _position)
        {
            throw Malformed();
        }

        var span = _bytes.AsSpan(_position, size);
        _position += size;
        return span;
    }

    private ContractRejection Malformed() => new("malformed value at byte " + _position);
}
