using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Ledger.Identity;

/// <summary>The public key of an authority: checks ECDSA P-256 signatures over SHA-256. Thread safe.</summary>
internal sealed class AuthorityKey
{
    private const int ScalarSize = 32;

    // The platform key is not documented as thread safe, and checks are rare (one for each new certificate).
    private readonly Lock _lock = new();
    private readonly ECDsa _key;

    /// <exception cref="CryptographicException">The point is not on the curve.</exception>
    internal AuthorityKey(SubjectPublicKey key)
    {
        _key = key.ToEcdsa();
    }

    /// <summary>Whether the frame carries this key's signature over its exact signed bytes. Never throws.</summary>
    internal bool Verify(in SignedStructure frame)
    {
        Span<byte> signature = stackalloc byte[2 * ScalarSize];
        if (!frame.AlgorithmBytes.Span.SequenceEqual(SignedStructure.EcdsaWithSha256) ||
            !TryReadScalars(frame.Signature, signature))
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(frame.SignedBytes.Span, hash);
        lock (_lock)
        {
            return _key.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    // Own strict DER (RFC 3279 §2.2.3), so that a lenient platform parser cannot make replicas disagree.
    private static bool TryReadScalars(ReadOnlyMemory<byte> encoded, Span<byte> scalars)
    {
        try
        {
            var outer = new AsnReader(encoded, AsnEncodingRules.DER);
            var pair = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var complete = TryReadScalar(pair, scalars[..ScalarSize]) && TryReadScalar(pair, scalars[ScalarSize..]);
            return complete && !pair.HasData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool TryReadScalar(AsnReader pair, Span<byte> scalar)
    {
        var bytes = pair.ReadIntegerBytes().Span;
        if (bytes[0] >= 0x80)
        {
            return false;
        }

        bytes = bytes[0] == 0 ? bytes[1..] : bytes;
        if (bytes.IsEmpty || bytes.Length > ScalarSize)
        {
            return false;
        }

        scalar.Clear();
        bytes.CopyTo(scalar[(ScalarSize - bytes.Length)..]);
        return true;
    }
}
