using System.Text;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>Stands for an account's key where nobody checks signatures: a digest for the key, zeros for signatures.</summary>
internal sealed class LocalSigner(string account) : IEd25519Signer
{
    private readonly byte[] _publicKey = Digest.Of(Encoding.UTF8.GetBytes(account)).ToArray();

    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature) => signature.Clear();
}
