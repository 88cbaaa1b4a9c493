using System.Text;
using Ledger.Chaincode.Metering;

namespace Ledger.Chaincode;

/// <summary>
/// A key built of parts, so that the order of bytes is the order of the parts: text as UTF-8 behind which a zero byte stands (so
/// <c>"a"</c> sorts before <c>"ab"</c>, and no part runs into the next), numbers as 8 bytes big-endian with the sign bit turned.
/// Text parts hold no zero character. A prefix for <see cref="IContractState.Scan"/> is a key of fewer parts. Immutable.
/// </summary>
public readonly struct StateKey
{
    private readonly byte[] _bytes;

    private StateKey(byte[] bytes)
    {
        _bytes = bytes;
    }

    /// <summary>The key's bytes. Do not change them.</summary>
    public byte[] Bytes => _bytes ?? [];

    /// <summary>A key without parts.</summary>
    public static StateKey Empty => default;

    /// <summary>A key that begins with the name of a collection.</summary>
    public static StateKey Of(string collection) => default(StateKey).And(collection);

    /// <summary>A key from the bytes that another key had.</summary>
    public static StateKey FromBytes(byte[] bytes) => new(bytes);

    /// <summary>Appends a text part.</summary>
    /// <exception cref="ContractRejection">The text holds a zero character.</exception>
    public StateKey And(string part)
    {
        if (part.Contains('\0', StringComparison.Ordinal))
        {
            throw new ContractRejection("a key part holds a zero character");
        }

        var old = Bytes;
        Meter.Charge(old.Length + part.Length);
        Meter.Allocate(32 + old.Length + (3L * part.Length));
        var bytes = new byte[old.Length + Encoding.UTF8.GetByteCount(part) + 1];
        old.CopyTo(bytes, 0);
        Encoding.UTF8.GetBytes(part, 0, part.Length, bytes, old.Length);
        return new StateKey(bytes);
    }

    /// <summary>Appends a number.</summary>
    public StateKey And(long part)
    {
        var old = Bytes;
        Meter.Charge(old.Length + 8);
        Meter.Allocate(32 + old.Length);
        var bytes = new byte[old.Length + 8];
        old.CopyTo(bytes, 0);
        var ordered = part ^ long.MinValue;
        for (var i = 0; i < 8; i++)
        {
            bytes[old.Length + i] = (byte)((ordered >> (56 - (8 * i))) & 0xff);
        }

        return new StateKey(bytes);
    }
}
