using System.Buffers.Binary;
using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>
/// Reads results, events and records in the ledger's encoding, one method for each field in order. What does not decode
/// throws
/// <see cref="LedgerException"/> with <see cref="LedgerError.Unproven"/>: the answer is not of the type that was
/// expected.
/// </summary>
public ref struct ResultReader
{
    private CanonicalReader _reader;

    /// <summary>Starts at the first byte.</summary>
    public ResultReader(ReadOnlySpan<byte> bytes)
    {
        _reader = new CanonicalReader(bytes);
    }

    /// <summary>Whether no byte is left.</summary>
    public readonly bool IsAtEnd => _reader.IsComplete;

    /// <summary>A <c>bool</c>.</summary>
    public bool Bool()
    {
        var value = _reader.Bool();
        Check();
        return value;
    }

    /// <summary>An <c>int</c>.</summary>
    public int Int()
    {
        var value = _reader.U32();
        Check();
        return unchecked((int)value);
    }

    /// <summary>A <c>long</c>.</summary>
    public long Long()
    {
        var value = _reader.I64();
        Check();
        return value;
    }

    /// <summary>An <c>Int128</c>, as records may hold.</summary>
    public Int128 Int128()
    {
        var bytes = _reader.Raw(16);
        Check();
        return BinaryPrimitives.ReadInt128LittleEndian(bytes);
    }

    /// <summary>A <c>string</c>.</summary>
    public string Text()
    {
        var value = _reader.Text(int.MaxValue);
        Check();
        return value;
    }

    /// <summary>A <c>byte[]</c>.</summary>
    public byte[] Bytes()
    {
        var value = _reader.Bytes().ToArray();
        Check();
        return value;
    }

    /// <summary>A <c>long[]</c>.</summary>
    public long[] Longs()
    {
        var values = new long[Count(8)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _reader.I64();
        }

        Check();
        return values;
    }

    /// <summary>A <c>string[]</c>.</summary>
    public string[] Texts()
    {
        var values = new string[Count(4)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _reader.Text(int.MaxValue);
        }

        Check();
        return values;
    }

    /// <summary>A count of elements that the caller reads next, each of at least so many bytes.</summary>
    public int Count(int elementSizeMin)
    {
        var count = _reader.Count(elementSizeMin);
        Check();
        return count;
    }

    /// <summary>Requires that no byte is left.</summary>
    public readonly void End()
    {
        if (!_reader.IsComplete)
        {
            throw Malformed();
        }
    }

    private readonly void Check()
    {
        if (_reader.Failed)
        {
            throw Malformed();
        }
    }

    private static LedgerException Malformed() => new(LedgerError.Unproven, "the result is not of the expected type");
}
