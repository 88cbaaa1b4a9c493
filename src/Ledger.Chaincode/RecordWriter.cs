using System.Buffers.Binary;
using System.Text;

namespace Ledger.Chaincode;

/// <summary>
/// Writes arguments, results, events and records in the ledger's encoding: integers little-endian of fixed width, bytes and text
/// (UTF-8) behind a 32-bit length, lists behind a 32-bit count (docs/protocol.md, "Encoding"). One value, one encoding.
/// </summary>
public sealed class RecordWriter
{
    private byte[] _buffer = new byte[64];
    private int _length;

    /// <summary>What was written, as a new array.</summary>
    public byte[] ToArray() => _buffer.AsSpan(0, _length).ToArray();

    /// <summary>One byte, 0 or 1.</summary>
    public RecordWriter Bool(bool value)
    {
        Grow(1)[0] = value ? (byte)1 : (byte)0;
        return this;
    }

    /// <summary>Four bytes, two's complement.</summary>
    public RecordWriter Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Grow(4), value);
        return this;
    }

    /// <summary>Eight bytes, two's complement.</summary>
    public RecordWriter Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Grow(8), value);
        return this;
    }

    /// <summary>Sixteen bytes, two's complement.</summary>
    public RecordWriter Int128(Int128 value)
    {
        BinaryPrimitives.WriteInt128LittleEndian(Grow(16), value);
        return this;
    }

    /// <summary>A 32-bit length and UTF-8.</summary>
    public RecordWriter Text(string value)
    {
        var size = Encoding.UTF8.GetByteCount(value);
        Int(size);
        Encoding.UTF8.GetBytes(value, Grow(size));
        return this;
    }

    /// <summary>A 32-bit length and the bytes.</summary>
    public RecordWriter Bytes(byte[] value)
    {
        Int(value.Length);
        value.CopyTo(Grow(value.Length));
        return this;
    }

    /// <summary>A 32-bit count and the numbers.</summary>
    public RecordWriter Longs(long[] values)
    {
        Int(values.Length);
        foreach (var value in values)
        {
            Long(value);
        }

        return this;
    }

    /// <summary>A 32-bit count and the texts.</summary>
    public RecordWriter Texts(string[] values)
    {
        Int(values.Length);
        foreach (var value in values)
        {
            Text(value);
        }

        return this;
    }

    private Span<byte> Grow(int size)
    {
        var end = _length + size;
        if (end > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(end, 2 * _buffer.Length));
        }

        var span = _buffer.AsSpan(_length, size);
        _length = end;
        return span;
    }
}
