using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Numerics;

namespace Ledger.Identity;

/// <summary>
/// One organisation's list of revoked serial numbers (X.509 CRL version 2, RFC 5280 §5), checked against its authority.
/// Immutable and thread safe.
/// </summary>
/// <remarks>
/// A list stays in force after its next-update time: to forget a revocation because its list is old would help only
/// whoever holds up the new one.
/// </remarks>
public sealed class RevocationList
{
    /// <summary>Bytes of a list, at most; room for about 25,000 entries.</summary>
    public const int BytesMax = 1 << 20;

    private const int Version2 = 1;

    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly FrozenSet<string> _serials;

    private RevocationList(string organisation, TbsCertList fields)
    {
        Organisation = organisation;
        Number = fields.Number;
        ThisUpdate = fields.ThisUpdate;
        NextUpdate = fields.NextUpdate;
        _serials = fields.Serials.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Whose list it is.</summary>
    public string Organisation { get; }

    /// <summary>Grows with every list of the authority.</summary>
    public BigInteger Number { get; }

    /// <summary>When the list was made, UTC.</summary>
    public DateTimeOffset ThisUpdate { get; }

    /// <summary>When the authority means to make the next at the latest, UTC.</summary>
    public DateTimeOffset NextUpdate { get; }

    /// <summary>The revoked serial numbers, upper-case hexadecimal.</summary>
    public IReadOnlyCollection<string> Serials => _serials;

    /// <summary>Parses a list and checks the authority's signature. Never throws, whatever the bytes are.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> der,
        OrganisationTrust issuer,
        [NotNullWhen(true)] out RevocationList? list,
        [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        list = null;
        if (der.Length > BytesMax)
        {
            reason = $"a revocation list has at most {BytesMax} bytes";
            return false;
        }

        try
        {
            var frame = SignedStructure.Decode(der.ToArray());
            if (!issuer.Key.Verify(frame))
            {
                reason = $"the list does not carry the signature of the authority of '{issuer.Organisation}'";
                return false;
            }

            list = new RevocationList(issuer.Organisation, Decode(frame, issuer));
            reason = null;
            return true;
        }
        catch (AsnContentException exception)
        {
            reason = exception.Message;
            return false;
        }
    }

    /// <summary>Whether the list names the serial number.</summary>
    public bool Contains(string serial) => _serials.Contains(serial);

    private static TbsCertList Decode(in SignedStructure frame, OrganisationTrust issuer)
    {
        var outer = new AsnReader(frame.SignedBytes, AsnEncodingRules.DER);
        var fields = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        if (!fields.TryReadInt32(out var version) || version != Version2 ||
            !fields.ReadEncodedValue().Span.SequenceEqual(SignedStructure.EcdsaWithSha256) ||
            !fields.ReadEncodedValue().Span.SequenceEqual(issuer.NameBytes.Span))
        {
            throw new AsnContentException("the list's version, algorithm or issuer is wrong");
        }

        var thisUpdate = CertificateFields.ReadTime(fields);
        var nextUpdate = CertificateFields.ReadTime(fields);
        var serials = new List<string>();
        if (fields.HasData && fields.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            ReadEntries(fields.ReadSequence(), serials);
        }

        var holder = fields.ReadSequence(ExtensionsTag);
        fields.ThrowIfNotEmpty();
        var number = ReadNumber(holder.ReadSequence());
        holder.ThrowIfNotEmpty();
        return new TbsCertList(number, thisUpdate, nextUpdate, serials);
    }

    private static void ReadEntries(AsnReader entries, List<string> serials)
    {
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            serials.Add(CertificateFields.ReadSerial(entry));
            CertificateFields.ReadTime(entry);
            if (entry.HasData)
            {
                // Entry extensions hold the reason; whatever it is, the serial is revoked.
                entry.ReadSequence();
            }

            entry.ThrowIfNotEmpty();
        }
    }

    private static BigInteger ReadNumber(AsnReader extensions)
    {
        BigInteger? number = null;
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var type = extension.ReadObjectIdentifier();
            var critical = CertificateExtensions.ReadFlag(extension);
            var value = extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            if (type == Oids.CrlNumber && number is null)
            {
                var reader = new AsnReader(value, AsnEncodingRules.DER);
                number = reader.ReadInteger();
                reader.ThrowIfNotEmpty();
            }
            else if (critical || type == Oids.CrlNumber)
            {
                throw new AsnContentException("the list has a critical or repeated extension");
            }
        }

        return number ?? throw new AsnContentException("the list has no number");
    }

    private sealed record TbsCertList(
        BigInteger Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, List<string> Serials);
}
