using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Ledger.Identity;

/// <summary>
/// The PKCS#8 form of an Ed25519 private key (RFC 8410 §7):
/// <c>SEQUENCE { INTEGER 0, SEQUENCE { 1.3.101.112 }, OCTET STRING { OCTET STRING seed }, … }</c>.
/// Version 1 may add attributes [0] and the public key [1]; a public key that does not match is refused.
/// </summary>
internal static class Ed25519Pkcs8
{
    private static readonly Asn1Tag AttributesTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag PublicKeyTag = new(TagClass.ContextSpecific, 1);

    internal static byte[] Encode(Ed25519KeyPair keyPair)
    {
        Span<byte> seed = stackalloc byte[Ed25519.SeedSize];
        keyPair.ExportSeed(seed);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.Ed25519);
            }

            using (writer.PushOctetString())
            {
                writer.WriteOctetString(seed);
            }
        }

        CryptographicOperations.ZeroMemory(seed);
        var encoded = writer.Encode();
        writer.Reset();
        return encoded;
    }

    internal static bool TryDecode(byte[] encoded, [NotNullWhen(true)] out Ed25519KeyPair? keyPair)
    {
        keyPair = null;
        Ed25519KeyPair? candidate = null;
        try
        {
            var outer = new AsnReader(encoded, AsnEncodingRules.DER);
            var fields = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            if (!fields.TryReadInt32(out var version) || version is not (0 or 1))
            {
                return false;
            }

            var algorithm = fields.ReadSequence();
            if (algorithm.ReadObjectIdentifier() != Oids.Ed25519 || algorithm.HasData)
            {
                return false;
            }

            candidate = DecodeSeed(fields.ReadOctetString());
            if (candidate is not null && HasMatchingTail(fields, candidate))
            {
                keyPair = candidate;
                candidate = null;
            }
        }
        catch (AsnContentException)
        {
            return false;
        }
        finally
        {
            candidate?.Dispose();
        }

        return keyPair is not null;
    }

    private static Ed25519KeyPair? DecodeSeed(byte[] wrapped)
    {
        var reader = new AsnReader(wrapped, AsnEncodingRules.DER);
        var seed = reader.ReadOctetString();
        try
        {
            return seed.Length == Ed25519.SeedSize && !reader.HasData ? Ed25519KeyPair.FromSeed(seed) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
            CryptographicOperations.ZeroMemory(wrapped);
        }
    }

    private static bool HasMatchingTail(AsnReader fields, Ed25519KeyPair keyPair)
    {
        if (fields.HasData && fields.PeekTag().HasSameClassAndValue(AttributesTag))
        {
            fields.ReadEncodedValue();
        }

        if (!fields.HasData)
        {
            return true;
        }

        var publicKey = fields.ReadBitString(out var unusedBits, PublicKeyTag);
        return unusedBits == 0 && publicKey.AsSpan().SequenceEqual(keyPair.PublicKey.Span) && !fields.HasData;
    }
}
