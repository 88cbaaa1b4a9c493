using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Identity;

/// <summary>The extensions of a certificate that the ledger understands (RFC 5280 §4.2).</summary>
internal sealed class CertificateExtensions
{
    // Room for what other tools add; each is small, and the whole certificate is bounded anyway.
    private const int CountMax = 16;

    internal bool IsAuthority { get; private set; }

    internal X509KeyUsageFlags KeyUsage { get; private set; }

    internal bool AllowsClient { get; private set; }

    internal bool AllowsServer { get; private set; }

    internal CertificateAttributes Attributes { get; private set; } = CertificateAttributes.Empty;

    /// <summary>Reads the SEQUENCE OF Extension.</summary>
    /// <exception cref="AsnContentException">
    /// An extension is malformed, repeated, or critical and unknown to us.
    /// </exception>
    internal static CertificateExtensions Decode(AsnReader list)
    {
        var result = new CertificateExtensions();
        var seen = new List<string>(CountMax);
        while (list.HasData)
        {
            var extension = list.ReadSequence();
            var type = extension.ReadObjectIdentifier();
            var critical = ReadFlag(extension);
            var value = extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            if (seen.Count == CountMax || seen.Contains(type))
            {
                throw new AsnContentException("an extension is repeated or there are too many");
            }

            seen.Add(type);
            result.Read(type, critical, value);
        }

        return result;
    }

    /// <summary>Reads BOOLEAN DEFAULT FALSE. DER leaves a default out, so a written FALSE is refused.</summary>
    internal static bool ReadFlag(AsnReader fields)
    {
        if (!fields.HasData || !fields.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean))
        {
            return false;
        }

        return fields.ReadBoolean() ? true : throw new AsnContentException("a default value is encoded");
    }

    private void Read(string type, bool critical, byte[] encoded)
    {
        var value = new AsnReader(encoded, AsnEncodingRules.DER);
        switch (type)
        {
            case Oids.BasicConstraints:
                ReadBasicConstraints(value.ReadSequence());
                value.ThrowIfNotEmpty();
                break;
            case Oids.KeyUsage:
                KeyUsage = ReadKeyUsage(value);
                value.ThrowIfNotEmpty();
                break;
            case Oids.ExtendedKeyUsage:
                ReadExtendedKeyUsage(value.ReadSequence());
                value.ThrowIfNotEmpty();
                break;
            case Oids.AccountAttributes:
                Attributes = CertificateAttributes.Decode(encoded);
                break;
            case Oids.SubjectKeyIdentifier:
            case Oids.AuthorityKeyIdentifier:
            case Oids.SubjectAlternativeName:
                // Hints for other tools. Trust follows from the signature and the two names alone.
                break;
            default:
                if (critical)
                {
                    throw new AsnContentException("a critical extension is unknown");
                }

                break;
        }
    }

    private void ReadBasicConstraints(AsnReader fields)
    {
        IsAuthority = ReadFlag(fields);
        if (fields.HasData)
        {
            fields.ReadInteger();
        }

        fields.ThrowIfNotEmpty();
    }

    // X.509 numbers the bits from the first; .NET's flags keep the wire's byte order: first byte low.
    private static X509KeyUsageFlags ReadKeyUsage(AsnReader value)
    {
        var bits = value.ReadBitString(out _);
        var flags = bits.Length > 0 ? bits[0] : 0;
        return (X509KeyUsageFlags)(bits.Length > 1 ? flags | (bits[1] << 8) : flags);
    }

    private void ReadExtendedKeyUsage(AsnReader purposes)
    {
        while (purposes.HasData)
        {
            var purpose = purposes.ReadObjectIdentifier();
            AllowsClient |= purpose == Oids.ClientAuthentication;
            AllowsServer |= purpose == Oids.ServerAuthentication;
        }
    }
}
