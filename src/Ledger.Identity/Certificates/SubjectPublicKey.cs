using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Identity;

/// <summary>A decoded SubjectPublicKeyInfo (RFC 5280 §4.1.2.7).</summary>
/// <param name="Algorithm">The kind of key.</param>
/// <param name="Bytes">Ed25519: the 32 bytes of RFC 8032. P-256: 65 bytes, 4 and the two coordinates.</param>
/// <param name="Encoded">The whole SubjectPublicKeyInfo in DER.</param>
internal sealed record SubjectPublicKey(
    KeyAlgorithm Algorithm, ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> Encoded)
{
    private const int P256PointSize = 65;
    private const byte UncompressedPoint = 4;

    /// <exception cref="AsnContentException">Not one of the two kinds of key, or not in its usual form.</exception>
    internal static SubjectPublicKey Decode(ReadOnlyMemory<byte> encoded)
    {
        var outer = new AsnReader(encoded, AsnEncodingRules.DER);
        var fields = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var identifier = fields.ReadSequence();
        var bytes = fields.ReadBitString(out var unusedBits);
        fields.ThrowIfNotEmpty();
        var algorithm = ReadAlgorithm(identifier);
        var wellFormed = unusedBits == 0 && algorithm switch
        {
            KeyAlgorithm.Ed25519 => bytes.Length == Ed25519.PublicKeySize,
            _ => bytes.Length == P256PointSize && bytes[0] == UncompressedPoint,
        };
        return wellFormed
            ? new SubjectPublicKey(algorithm, bytes, encoded)
            : throw new AsnContentException("the public key is malformed");
    }

    internal static PublicKey EncodeEd25519(ReadOnlySpan<byte> publicKey)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.Ed25519);
            }

            writer.WriteBitString(publicKey);
        }

        return PublicKey.CreateFromSubjectPublicKeyInfo(writer.Encode(), out _);
    }

    internal PublicKey ToPublicKey() => PublicKey.CreateFromSubjectPublicKeyInfo(Encoded.Span, out _);

    /// <summary>The P-256 key, for verification.</summary>
    /// <exception cref="CryptographicException">The point is not on the curve.</exception>
    internal ECDsa ToEcdsa()
    {
        var point = Bytes.Span[1..];
        return ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point[..32].ToArray(), Y = point[32..].ToArray() },
        });
    }

    private static KeyAlgorithm ReadAlgorithm(AsnReader identifier)
    {
        var type = identifier.ReadObjectIdentifier();
        KeyAlgorithm? algorithm = type switch
        {
            Oids.Ed25519 => KeyAlgorithm.Ed25519,
            Oids.EcPublicKey when identifier.ReadObjectIdentifier() == Oids.P256 => KeyAlgorithm.P256,
            _ => null,
        };
        identifier.ThrowIfNotEmpty();
        return algorithm ?? throw new AsnContentException("the public key is neither Ed25519 nor P-256");
    }
}
