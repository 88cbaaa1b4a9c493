using System.Buffers.Binary;
using System.Text;

namespace Ledger.Primitives;

/// <summary>
/// Writes the ledger's canonical bytes: integers little-endian of fixed width, byte strings and text (UTF-8) behind a
/// 32-bit length, lists behind a 32-bit count. One value has exactly one encoding (docs/protocol.md, "Encoding").
/// Grows as needed; reusable through <see cref="Clear"/>; not thread safe.
/// </summary>
public sealed class CanonicalWriter
{
    private byte[] _buffer;
    private int _length;

    /// <summary>Creates a writer with room for <paramref name="capacity"/> bytes before it grows.</summary>
    public CanonicalWriter(int capacity = 256)
    {
        _buffer = new byte[capacity];
    }

    /// <summary>Bytes written since the last <see cref="Clear"/>.</summary>
    public int Length => _length;

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _buffer.AsSpan(0, _length);

    /// <summary>What was written, as a new array.</summary>
    public byte[] ToArray() => WrittenSpan.ToArray();

    /// <summary>Forgets what was written and keeps the room.</summary>
    public void Clear() => _length = 0;

    /// <summary>One byte.</summary>
    public CanonicalWriter U8(byte value)
    {
        Grow(1)[0] = value;
        return this;
    }

    /// <summary>One byte, 0 or 1.</summary>
    public CanonicalWriter Bool(bool value) => U8(value ? (byte)1 : (byte)0);

    /// <summary>Two bytes.</summary>
    public CanonicalWriter U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Grow(2), value);
        return this;
    }

    /// <summary>Four bytes.</summary>
    public CanonicalWriter U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Grow(4), value);
        return this;
    }

    /// <summary>Eight bytes.</summary>
    public CanonicalWriter U64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Grow(8), value);
        return this;
    }

    /// <summary>Eight bytes, two's complement.</summary>
    public CanonicalWriter I64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Grow(8), value);
        return this;
    }

    /// <summary>32 bytes, no length.</summary>
    public CanonicalWriter Digest(Digest value)
    {
        value.CopyTo(Grow(Primitives.Digest.Size));
        return this;
    }

    /// <summary>The bytes as they are, no length: for fields of fixed size.</summary>
    public CanonicalWriter Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Grow(bytes.Length));
        return this;
    }

    /// <summary>A 32-bit length and the bytes.</summary>
    public CanonicalWriter Bytes(ReadOnlySpan<byte> bytes) => U32((uint)bytes.Length).Raw(bytes);

    /// <summary>A 32-bit length and the text as UTF-8.</summary>
    public CanonicalWriter Text(string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        U32((uint)size);
        Encoding.UTF8.GetBytes(text, Grow(size));
        return this;
    }

    /// <summary>A 32-bit count; the elements follow by the caller's hand.</summary>
    public CanonicalWriter Count(int count) => U32((uint)count);

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
