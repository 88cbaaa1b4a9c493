using System.Security.Cryptography;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// Signatures for the simulator: SHA-256 over key and message. As binding as needed here, since no simulated adversary
/// computes another's, and a hundred times faster than Ed25519, which has tests of its own. Thread safe.
/// </summary>
internal sealed class FakeSigner : IEd25519Signer
{
    private readonly byte[] _key;

    /// <summary>A key that the name decides.</summary>
    public FakeSigner(string name)
    {
        _key = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name));
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> PublicKey => _key;

    /// <inheritdoc/>
    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature) => Compute(_key, message, signature);

    /// <summary>The signature of a key over a message.</summary>
    public static void Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        const int OneHashMax = 512;
        if (message.Length <= OneHashMax)
        {
            Span<byte> input = stackalloc byte[32 + OneHashMax];
            key.CopyTo(input);
            message.CopyTo(input[32..]);
            SHA256.HashData(input[..(32 + message.Length)], signature[..32]);
        }
        else
        {
            Span<byte> input = stackalloc byte[64];
            key.CopyTo(input);
            SHA256.HashData(message, input[32..]);
            SHA256.HashData(input, signature[..32]);
        }

        signature[..32].CopyTo(signature[32..]);
    }
}
