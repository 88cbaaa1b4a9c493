using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>Checks what <see cref="FakeSigner"/> signs. Thread safe.</summary>
internal sealed class FakeVerifier : IEd25519Verifier
{
    /// <summary>The only one needed.</summary>
    public static readonly FakeVerifier Instance = new();

    /// <inheritdoc/>
    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != 32 || signature.Length != 64)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[64];
        FakeSigner.Compute(publicKey, message, expected);
        return signature.SequenceEqual(expected);
    }
}
