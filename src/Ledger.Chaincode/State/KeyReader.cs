using System.Text;
using System.Text.Unicode;
using Ledger.Chaincode.Metering;

namespace Ledger.Chaincode;

/// <summary>Reads the parts of a <see cref="StateKey"/>. A key of other parts rejects the call. Not thread safe.</summary>
public sealed class KeyReader
{
    private readonly byte[] _bytes;
    private int _position;

    /// <summary>Starts behind a prefix.</summary>
    /// <param name="key">The whole key.</param>
    /// <param name="prefix">What it begins with; those parts are skipped.</param>
    public KeyReader(StateKey key, StateKey prefix)
    {
        _bytes = key.Bytes;
        _position = prefix.Bytes.Length;
    }

    /// <summary>The next part, a text.</summary>
    /// <exception cref="ContractRejection">There is no text part.</exception>
    public string Text()
    {
        var end = _position < _bytes.Length ? Array.IndexOf(_bytes, (byte)0, _position) : -1;
        if (end < 0 || !Utf8.IsValid(_bytes.AsSpan(_position, end - _position)))
        {
            throw Malformed();
        }

        var size = end - _position;
        Meter.Charge(size);
        Meter.Allocate(24 + (2L * size));
        var text = Encoding.UTF8.GetString(_bytes, _position, size);
        _position = end + 1;
        return text;
    }

    /// <summary>The next part, a number.</summary>
    /// <exception cref="ContractRejection">There is no number part.</exception>
    public long Number()
    {
        if (_bytes.Length - _position < 8)
        {
            throw Malformed();
        }

        var number = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(_bytes.AsSpan(_position)) ^ long.MinValue;
        _position += 8;
        return number;
    }

    /// <summary>Rejects the call when parts are left.</summary>
    public void End()
    {
        if (_position != _bytes.Length)
        {
            throw Malformed();
        }
    }

    private ContractRejection Malformed() => new("malformed key at byte " + _position);
}
