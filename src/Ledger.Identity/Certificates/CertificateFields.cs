using System.Formats.Asn1;

namespace Ledger.Identity;

/// <summary>
/// The fields of an X.509 version 3 certificate (RFC 5280 §4.1), read by managed code alone: every replica must come to
/// the same answer, and the answer of a platform's own parser depends on the platform.
/// </summary>
internal sealed class CertificateFields
{
    private const int SerialBytesMax = 20;
    private const int Version3 = 2;

    private static readonly Asn1Tag VersionTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3, isConstructed: true);

    internal required SignedStructure Frame { get; init; }

    /// <summary>Upper-case hexadecimal, without leading zero bytes, as other tools print it.</summary>
    internal required string Serial { get; init; }

    /// <summary>The exact bytes of the issuer's name.</summary>
    internal required ReadOnlyMemory<byte> IssuerBytes { get; init; }

    internal required ReadOnlyMemory<byte> SubjectBytes { get; init; }

    internal required SubjectName Subject { get; init; }

    internal required DateTimeOffset NotBefore { get; init; }

    internal required DateTimeOffset NotAfter { get; init; }

    internal required SubjectPublicKey Key { get; init; }

    internal required CertificateExtensions Extensions { get; init; }

    /// <exception cref="AsnContentException">
    /// The bytes are not one DER certificate in the ledger's profile. The message is the reason.
    /// </exception>
    internal static CertificateFields Decode(ReadOnlyMemory<byte> encoded)
    {
        var frame = SignedStructure.Decode(encoded);
        if (!frame.AlgorithmBytes.Span.SequenceEqual(SignedStructure.EcdsaWithSha256))
        {
            throw new AsnContentException("the certificate is not signed with ECDSA and SHA-256");
        }

        var outer = new AsnReader(frame.SignedBytes, AsnEncodingRules.DER);
        var fields = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        RequireVersion3(fields);
        var serial = ReadSerial(fields);
        if (!fields.ReadEncodedValue().Span.SequenceEqual(SignedStructure.EcdsaWithSha256))
        {
            throw new AsnContentException("the two signature algorithms differ");
        }

        var issuer = fields.ReadEncodedValue();
        var validity = fields.ReadSequence();
        var notBefore = ReadTime(validity);
        var notAfter = ReadTime(validity);
        validity.ThrowIfNotEmpty();
        var subject = fields.ReadEncodedValue();
        var key = SubjectPublicKey.Decode(fields.ReadEncodedValue());
        var extensionsHolder = fields.ReadSequence(ExtensionsTag);
        fields.ThrowIfNotEmpty();
        var extensions = CertificateExtensions.Decode(extensionsHolder.ReadSequence());
        extensionsHolder.ThrowIfNotEmpty();
        return new CertificateFields
        {
            Frame = frame,
            Serial = serial,
            IssuerBytes = issuer,
            SubjectBytes = subject,
            Subject = SubjectName.Decode(subject),
            NotBefore = notBefore,
            NotAfter = notAfter,
            Key = key,
            Extensions = extensions,
        };
    }

    /// <summary>Reads a serial number: a positive integer of at most 20 bytes (RFC 5280 §4.1.2.2).</summary>
    internal static string ReadSerial(AsnReader reader)
    {
        var bytes = reader.ReadIntegerBytes().Span;
        if (bytes[0] >= 0x80 || bytes.Length > SerialBytesMax || (bytes.Length == 1 && bytes[0] == 0))
        {
            throw new AsnContentException("the serial number is not positive or is too long");
        }

        return Convert.ToHexString(bytes[0] == 0 ? bytes[1..] : bytes);
    }

    /// <summary>Reads UTCTime (1950 to 2049) or GeneralizedTime, whole seconds (RFC 5280 §4.1.2.5).</summary>
    internal static DateTimeOffset ReadTime(AsnReader reader)
    {
        var time = reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime)
            ? reader.ReadUtcTime(twoDigitYearMax: 2049)
            : reader.ReadGeneralizedTime();
        return time.Ticks % TimeSpan.TicksPerSecond == 0
            ? time
            : throw new AsnContentException("a time has a fraction of a second");
    }

    private static void RequireVersion3(AsnReader fields)
    {
        var holder = fields.ReadSequence(VersionTag);
        if (!holder.TryReadInt32(out var version) || version != Version3)
        {
            throw new AsnContentException("the certificate is not of version 3");
        }

        holder.ThrowIfNotEmpty();
    }
}
