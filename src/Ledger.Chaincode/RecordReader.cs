using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Ledger.Chaincode.Metering;

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

    /// <summary>Whether every byte was read.</summary>
    public bool IsAtEnd => _position == _bytes.Length;

    /// <summary>One byte: the version of a record.</summary>
    /// <param name="newest">The highest version that the caller knows.</param>
    /// <returns>1 to <paramref name="newest"/>.</returns>
    /// <exception cref="ContractRejection">The version is zero, or a newer contract wrote it.</exception>
    public int Version(int newest)
    {
        var version = Take(1)[0];
        return version >= 1 && version <= newest
            ? version
            : throw new ContractRejection("a record has version " + version + ", not 1 to " + newest);
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
        Meter.Charge(bytes.Length);
        Meter.Allocate(24 + (2L * bytes.Length));
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw Malformed();
    }

    /// <summary>A 32-bit length and bytes.</summary>
    public byte[] Bytes()
    {
        var bytes = Take(Length(1));
        Meter.Allocate(24 + bytes.Length);
        return bytes.ToArray();
    }

    /// <summary>A 32-bit length and the number's shortest form.</summary>
    public WideInteger Wide() => WideInteger.FromBytes(Bytes());

    /// <summary>Eight bytes: watt-hours.</summary>
    public Energy Energy() => new(Long());

    /// <summary>Eight bytes: µ¤/kWh.</summary>
    public Price Price() => new(Long());

    /// <summary>Eight bytes: n¤.</summary>
    public Money Money() => new(Long());

    /// <summary>Eight bytes: the start in seconds since 1970-01-01 UTC.</summary>
    public Slot Slot() => new(Long());

    /// <summary>A record in its place.</summary>
    /// <typeparam name="TRecord">Its type.</typeparam>
    public TRecord Record<TRecord>()
        where TRecord : IRecord<TRecord> => TRecord.Decode(this);

    /// <summary>A 32-bit count and records, each of at least a byte.</summary>
    /// <typeparam name="TRecord">Their type.</typeparam>
    public TRecord[] Records<TRecord>()
        where TRecord : IRecord<TRecord>
    {
        var count = Length(1);
        Meter.Allocate(24 + ((long)System.Runtime.CompilerServices.Unsafe.SizeOf<TRecord>() * count));
        var records = new TRecord[count];
        for (var i = 0; i < records.Length; i++)
        {
            records[i] = TRecord.Decode(this);
        }

        return records;
    }

    /// <summary>A 32-bit count and numbers.</summary>
    public long[] Longs()
    {
        var count = Length(8);
        Meter.Charge(2L * count);
        Meter.Allocate(24 + (8L * count));
        var values = new long[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Long();
        }

        return values;
    }

    /// <summary>A 32-bit count and texts.</summary>
    public string[] Texts()
    {
        var count = Length(4);
        Meter.Allocate(24 + (8L * count));
        var values = new string[count];
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

        Meter.Charge(2 + (size / 4));
        var span = _bytes.AsSpan(_position, size);
        _position += size;
        return span;
    }

    private ContractRejection Malformed() => new("malformed value at byte " + _position);
}
