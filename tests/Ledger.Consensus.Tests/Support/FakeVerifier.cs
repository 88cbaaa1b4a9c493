using Ledger.Primitives;

namespace Ledger.Consensus.Tests.Support;

/// <summary>Checks what <see cref="FakeSigner"/> signs.</summary>
internal sealed class FakeVerifier : IEd25519Verifier
{
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
