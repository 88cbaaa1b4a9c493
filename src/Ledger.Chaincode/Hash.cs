using System.Security.Cryptography;
using Ledger.Chaincode.Metering;

namespace Ledger.Chaincode;

/// <summary>Cryptographic digests. Pure.</summary>
public static class Hash
{
    /// <summary>Bytes of a SHA-256 digest.</summary>
    public const int Sha256Size = 32;

    // A call into the library, and a good nanosecond for a byte where the processor has no instructions for it.
    private const int CallGas = 600;
    private const int ByteGas = 3;

    /// <summary>SHA-256 (FIPS 180-4) of the bytes, 32 bytes. The cost grows with the length.</summary>
    public static byte[] Sha256(byte[] data)
    {
        Meter.Charge(CallGas + ((long)ByteGas * data.Length));
        Meter.Allocate(24 + Sha256Size);
        return SHA256.HashData(data);
    }
}
