using System.Buffers.Binary;
using System.Text;
using Ledger.Chaincode.Metering;

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
    public byte[] ToArray()
    {
        Meter.Allocate(24 + _length);
        return _buffer.AsSpan(0, _length).ToArray();
    }

    /// <summary>One byte: the version of a record, to be read by <see cref="RecordReader.Version"/>.</summary>
    /// <param name="version">1 to 255.</param>
    /// <exception cref="ArgumentOutOfRangeException">The version is no such number.</exception>
    public RecordWriter Version(int version)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, 255);
        Grow(1)[0] = (byte)version;
        return this;
    }

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

    /// <summary>A 32-bit length and the number's shortest form.</summary>
    public RecordWriter Wide(WideInteger value) => Bytes(value.ToBytes());

    /// <summary>Eight bytes: watt-hours.</summary>
    public RecordWriter Energy(Energy value) => Long(value.WattHours);

    /// <summary>Eight bytes: µ¤/kWh.</summary>
    public RecordWriter Price(Price value) => Long(value.MicroPerKilowattHour);

    /// <summary>Eight bytes: n¤.</summary>
    public RecordWriter Money(Money value) => Long(value.Nano);

    /// <summary>Eight bytes: the start in seconds since 1970-01-01 UTC.</summary>
    public RecordWriter Slot(Slot value) => Long(value.StartUnixSeconds);

    /// <summary>A record, just as it encodes itself: without a length, so that it is read in its place.</summary>
    /// <typeparam name="TRecord">Its type.</typeparam>
    public RecordWriter Record<TRecord>(TRecord value)
        where TRecord : IRecord<TRecord>
    {
        value.Encode(this);
        return this;
    }

    /// <summary>A 32-bit count and the records.</summary>
    /// <typeparam name="TRecord">Their type.</typeparam>
    public RecordWriter Records<TRecord>(TRecord[] values)
        where TRecord : IRecord<TRecord>
    {
        Int(values.Length);
        foreach (var value in values)
        {
            value.Encode(this);
        }

        return this;
    }

    /// <summary>A 32-bit length and UTF-8.</summary>
    public RecordWriter Text(string value)
    {
        Meter.Charge(value.Length);
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
        Meter.Charge(2 + (size / 4));
        var end = _length + size;
        if (end > _buffer.Length)
        {
            Meter.Allocate(24 + Math.Max((long)end, 2L * _buffer.Length));
            Array.Resize(ref _buffer, Math.Max(end, 2 * _buffer.Length));
        }

        var span = _buffer.AsSpan(_length, size);
        _length = end;
        return span;
    }
}
