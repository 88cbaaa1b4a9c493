using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Ledger.Primitives;

/// <summary>
/// Reads what <see cref="CanonicalWriter"/> writes, from bytes that nobody has vouched for. Nothing throws: the first
/// malformed or missing field sets <see cref="Failed"/>, and every later read answers with a default. Callers read all fields,
/// then ask <see cref="IsComplete"/>. Lengths and counts are bounded by the bytes that are there, so no input makes it allocate
/// more than its own size.
/// </summary>
public ref struct CanonicalReader
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts at the first byte.</summary>
    public CanonicalReader(ReadOnlySpan<byte> bytes)
    {
        _rest = bytes;
    }

    /// <summary>Whether any read so far found something malformed.</summary>
    public bool Failed { get; private set; }

    /// <summary>Whether everything was well formed and no byte is left.</summary>
    public readonly bool IsComplete => !Failed && _rest.IsEmpty;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>Marks the input as malformed; for rules that the caller checks.</summary>
    public void Fail()
    {
        Failed = true;
        _rest = default;
    }

    /// <summary>One byte.</summary>
    public byte U8() => Take(1) is [var b] ? b : (byte)0;

    /// <summary>One byte that must be 0 or 1.</summary>
    public bool Bool()
    {
        var value = U8();
        if (value > 1)
        {
            Fail();
        }

        return value == 1;
    }

    /// <summary>Two bytes.</summary>
    public ushort U16() => Take(2) is { Length: 2 } s ? BinaryPrimitives.ReadUInt16LittleEndian(s) : (ushort)0;

    /// <summary>Four bytes.</summary>
    public uint U32() => Take(4) is { Length: 4 } s ? BinaryPrimitives.ReadUInt32LittleEndian(s) : 0;

    /// <summary>Eight bytes.</summary>
    public ulong U64() => Take(8) is { Length: 8 } s ? BinaryPrimitives.ReadUInt64LittleEndian(s) : 0;

    /// <summary>Eight bytes, two's complement.</summary>
    public long I64() => Take(8) is { Length: 8 } s ? BinaryPrimitives.ReadInt64LittleEndian(s) : 0;

    /// <summary>32 bytes.</summary>
    public Digest Digest() => Take(Primitives.Digest.Size) is { Length: 32 } s ? new Digest(s) : default;

    /// <summary>Exactly <paramref name="size"/> bytes without a length; empty on failure.</summary>
    public ReadOnlySpan<byte> Raw(int size) => Take(size);

    /// <summary>A 32-bit length of at most <paramref name="sizeMax"/> and that many bytes; a view into the input.</summary>
    public ReadOnlySpan<byte> Bytes(int sizeMax = int.MaxValue)
    {
        var size = U32();
        if (size > (uint)sizeMax)
        {
            Fail();
            return default;
        }

        return Take((int)size);
    }

    /// <summary>A 32-bit length of at most <paramref name="sizeMax"/> bytes and well-formed UTF-8; empty on failure.</summary>
    public string Text(int sizeMax)
    {
        var bytes = Bytes(sizeMax);
        if (!Utf8.IsValid(bytes))
        {
            Fail();
            return "";
        }

        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>
    /// A 32-bit count of elements that take at least <paramref name="elementSizeMin"/> bytes each; fails when the rest of the
    /// input could not hold them or the count is above <paramref name="countMax"/>.
    /// </summary>
    public int Count(int elementSizeMin, int countMax = int.MaxValue)
    {
        var count = U32();
        if (Failed || count > (uint)countMax || (long)count * elementSizeMin > _rest.Length)
        {
            Fail();
            return 0;
        }

        return (int)count;
    }

    private ReadOnlySpan<byte> Take(int size)
    {
        if (Failed || size > _rest.Length)
        {
            Fail();
            return default;
        }

        var span = _rest[..size];
        _rest = _rest[size..];
        return span;
    }
}
