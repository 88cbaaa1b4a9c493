using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Identity;

/// <summary>
/// The only kind of distinguished name in use: one O (the organisation id) and one CN (the name within it).
/// </summary>
internal readonly record struct SubjectName(string Organisation, string CommonName)
{
    /// <summary>Writes O, then CN, as UTF8String.</summary>
    internal X500DistinguishedName Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            Write(writer, Oids.Organisation, Organisation);
            Write(writer, Oids.CommonName, CommonName);
        }

        return new X500DistinguishedName(writer.Encode());
    }

    /// <summary>
    /// Reads a Name with exactly those two attributes, in either order, as UTF8String or PrintableString (other tools
    /// choose differently), both valid by <see cref="IdentityName"/>.
    /// </summary>
    /// <exception cref="AsnContentException">The bytes are anything else.</exception>
    internal static SubjectName Decode(ReadOnlyMemory<byte> encoded)
    {
        string? organisation = null;
        string? commonName = null;
        var outer = new AsnReader(encoded, AsnEncodingRules.DER);
        var parts = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        while (parts.HasData)
        {
            var set = parts.ReadSetOf();
            var attribute = set.ReadSequence();
            set.ThrowIfNotEmpty();
            var type = attribute.ReadObjectIdentifier();
            var value = ReadText(attribute);
            attribute.ThrowIfNotEmpty();
            switch (type)
            {
                case Oids.Organisation when organisation is null:
                    organisation = value;
                    break;
                case Oids.CommonName when commonName is null:
                    commonName = value;
                    break;
                default:
                    throw new AsnContentException("a name must have one O, one CN and nothing else");
            }
        }

        if (!IdentityName.IsValid(organisation) || !IdentityName.IsValid(commonName))
        {
            throw new AsnContentException("O or CN is missing or is not a valid organisation id or name");
        }

        return new SubjectName(organisation!, commonName!);
    }

    private static string ReadText(AsnReader reader)
    {
        var tag = reader.PeekTag();
        var kind = tag.HasSameClassAndValue(new Asn1Tag(UniversalTagNumber.PrintableString))
            ? UniversalTagNumber.PrintableString
            : UniversalTagNumber.UTF8String;
        return reader.ReadCharacterString(kind);
    }

    private static void Write(AsnWriter writer, string type, string value)
    {
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, value);
        }
    }
}
