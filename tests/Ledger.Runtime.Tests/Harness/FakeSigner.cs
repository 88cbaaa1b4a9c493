using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>A key without a secret: the executor is handed transactions whose signatures were verified.</summary>
internal sealed class FakeSigner : IEd25519Signer
{
    public FakeSigner(string name)
    {
        PublicKey = Digest.Of(System.Text.Encoding.UTF8.GetBytes(name)).ToArray();
    }

    public FakeSigner(ReadOnlyMemory<byte> publicKey)
    {
        PublicKey = publicKey;
    }

    public ReadOnlyMemory<byte> PublicKey { get; }

    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature) => signature.Fill(1);
}
