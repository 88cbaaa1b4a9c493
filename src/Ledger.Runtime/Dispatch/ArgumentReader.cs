using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Ledger.Runtime;

/// <summary>
/// Reads a call's arguments where they lie in the transaction. Nothing throws: the first malformed value makes
/// <see cref="IsComplete"/> false and every later read a default. Reused from call to call; not thread safe.
/// </summary>
internal sealed class ArgumentReader
{
    private ReadOnlyMemory<byte> _rest;
    private bool _failed;

    /// <summary>Whether all values so far were well formed and no byte is left.</summary>
    public bool IsComplete => !_failed && _rest.IsEmpty;

    /// <summary>Starts at the first byte of other arguments.</summary>
    public void Reset(ReadOnlyMemory<byte> arguments)
    {
        _rest = arguments;
        _failed = false;
    }

    public bool Bool()
    {
        var bytes = Take(1);
        if (bytes is [0 or 1])
        {
            return bytes[0] == 1;
        }

        _failed = true;
        return false;
    }

    public int Int() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : 0;

    public long Long() => Take(8) is { Length: 8 } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;

    public string Text() => Utf8Bytes() is { IsEmpty: false } bytes ? Encoding.UTF8.GetString(bytes) : "";

    public byte[] Bytes() => Take(Length(1)).ToArray();

    public long[] Longs()
    {
        var values = new long[Length(8)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Long();
        }

        return values;
    }

    public string[] Texts()
    {
        var values = new string[Length(4)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Text();
        }

        return values;
    }

    /// <summary>Checks a value as the read of its kind would, without making it.</summary>
    public void Skip(ValueKind kind)
    {
        switch (kind)
        {
            case ValueKind.Bool:
                Bool();
                break;
            case ValueKind.Int:
                Int();
                break;
            case ValueKind.Long:
                Long();
                break;
            case ValueKind.Text:
                Utf8Bytes();
                break;
            case ValueKind.Bytes:
                Take(Length(1));
                break;
            case ValueKind.Longs:
                Take(8 * Length(8));
                break;
            case ValueKind.Texts:
                for (var i = Length(4); i > 0; i--)
                {
                    Utf8Bytes();
                }

                break;
            default:
                throw new RuntimeInvariantException("a parameter has one of the seven types");
        }
    }

    private ReadOnlySpan<byte> Utf8Bytes()
    {
        var bytes = Take(Length(1));
        if (Utf8.IsValid(bytes))
        {
            return bytes;
        }

        _failed = true;
        return default;
    }

    // A length or count that the rest of the arguments can hold.
    private int Length(int elementSize)
    {
        var length = Int();
        if (!_failed && length >= 0 && length <= _rest.Length / elementSize)
        {
            return length;
        }

        _failed = true;
        return 0;
    }

    private ReadOnlySpan<byte> Take(int size)
    {
        if (_failed || size > _rest.Length)
        {
            _failed = true;
            return default;
        }

        var bytes = _rest.Span[..size];
        _rest = _rest[size..];
        return bytes;
    }
}
