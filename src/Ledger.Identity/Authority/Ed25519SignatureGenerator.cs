using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Primitives;

namespace Ledger.Identity;

/// <summary>Lets .NET's request builder sign with an Ed25519 key, which it has no class for (RFC 8410 §6).</summary>
internal sealed class Ed25519SignatureGenerator(IEd25519Signer signer) : X509SignatureGenerator
{
    /// <inheritdoc/>
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
        [.. SignedStructure.Ed25519Algorithm];

    /// <inheritdoc/>
    /// <remarks>Ed25519 hashes inside, so the hash algorithm that .NET asks for has no part in it.</remarks>
    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm)
    {
        var signature = new byte[Ed25519.SignatureSize];
        signer.Sign(data, signature);
        return signature;
    }

    /// <inheritdoc/>
    protected override PublicKey BuildPublicKey() => SubjectPublicKey.EncodeEd25519(signer.PublicKey.Span);
}
