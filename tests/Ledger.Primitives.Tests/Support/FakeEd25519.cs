namespace Ledger.Primitives.Tests;

/// <summary>
/// A stand-in for Ed25519 that anyone could forge: the signature is SHA-256(key | message), twice. Enough to see which bytes are signed
/// and which key is asked; the real function has tests of its own in the identity room.
/// </summary>
internal sealed class FakeEd25519 : IEd25519Signer, IEd25519Verifier
{
    private readonly byte[] _publicKey;

    /// <summary>The key with this number.</summary>
    public FakeEd25519(int number)
    {
        _publicKey = Digest.Of(BitConverter.GetBytes(number)).ToArray();
    }

    /// <summary>A verifier; its key does not matter.</summary>
    public static FakeEd25519 Verifier { get; } = new(-1);

    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature) => Compute(_publicKey, message, signature);

    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[64];
        Compute(publicKey, message, expected);
        return signature.SequenceEqual(expected);
    }

    private static void Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        var hash = Digest.Of([.. key, .. message]);
        hash.CopyTo(signature);
        hash.CopyTo(signature[32..]);
    }
}
