using System.Security.Cryptography;
using Ledger.Primitives;

namespace Ledger.Consensus.Tests.Support;

/// <summary>
/// Signatures for tests: SHA-256 over key and message. As binding as needed here, and fast; anyone could forge them.
/// </summary>
internal sealed class FakeSigner : IEd25519Signer
{
    private readonly byte[] _key;

    public FakeSigner(string name)
    {
        _key = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name));
    }

    public ReadOnlyMemory<byte> PublicKey => _key;

    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature) => Compute(_key, message, signature);

    public static void Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        Span<byte> input = stackalloc byte[64];
        key.CopyTo(input);
        SHA256.HashData(message, input[32..]);
        SHA256.HashData(input, signature[..32]);
        signature[..32].CopyTo(signature[32..]);
    }
}
