using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Ledger.Primitives;

namespace Ledger.Identity;

/// <summary>
/// What a member's certificate says, parsed but not yet believed: see <see
/// cref="TrustStore.Validate(IdentityCertificate, DateTimeOffset, out string?)"/>. Immutable and thread safe.
/// </summary>
/// <remarks>
/// The profile: X.509 v3, signed with ECDSA P-256 and SHA-256; issuer anything; subject one O and one CN in the form of
/// <see cref="IdentityName"/>; key Ed25519 or P-256; not an authority; key usage digitalSignature; no critical
/// extension that we don't understand; strict DER, nothing after it.
/// </remarks>
public sealed class IdentityCertificate
{
    /// <summary>Bytes of a certificate, at most; 32 full attributes take about 4,000.</summary>
    public const int BytesMax = 8192;

    private IdentityCertificate(ReadOnlyMemory<byte> encoded, CertificateFields fields)
    {
        Encoded = encoded;
        Fields = fields;
        Fingerprint = Digest.Of(encoded.Span);
        AccountName = IdentityName.AccountOf(Organisation, Name);
    }

    /// <summary>The name within the organisation (CN).</summary>
    public string Name => Fields.Subject.CommonName;

    /// <summary>The organisation's id (O).</summary>
    public string Organisation => Fields.Subject.Organisation;

    /// <summary><c>organisation/name</c>.</summary>
    public string AccountName { get; }

    /// <summary>What kind of key the certificate binds to the account.</summary>
    public KeyAlgorithm KeyAlgorithm => Fields.Key.Algorithm;

    /// <summary>The Ed25519 public key, 32 bytes; empty in a TLS certificate.</summary>
    public ReadOnlyMemory<byte> PublicKey32 => KeyAlgorithm == KeyAlgorithm.Ed25519 ? Fields.Key.Bytes : default;

    /// <summary>First second of validity, UTC.</summary>
    public DateTimeOffset NotBefore => Fields.NotBefore;

    /// <summary>Last second of validity, UTC.</summary>
    public DateTimeOffset NotAfter => Fields.NotAfter;

    /// <summary>Serial number, upper-case hexadecimal; unique within the organisation.</summary>
    public string Serial => Fields.Serial;

    /// <summary>The attributes that the authority vouches for.</summary>
    public CertificateAttributes Attributes => Fields.Extensions.Attributes;

    /// <summary>
    /// SHA-256 of <see cref="Encoded"/>: names these bytes. Anyone can make a second valid ECDSA signature from a
    /// first, so revoke by organisation and serial, never by fingerprint.
    /// </summary>
    public Digest Fingerprint { get; }

    /// <summary>The certificate in DER.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    internal CertificateFields Fields { get; }

    /// <summary>SHA-256 of the public key information, to tell whether two certificates are for one key.</summary>
    internal Digest KeyDigest => Digest.Of(Fields.Key.Encoded.Span);

    /// <summary>Parses a certificate. Copies the bytes. Never throws, whatever they are.</summary>
    /// <param name="der">One certificate in DER.</param>
    /// <param name="certificate">The certificate, when the answer is true.</param>
    /// <param name="reason">What is wrong, when the answer is false; one clause without the bytes.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> der,
        [NotNullWhen(true)] out IdentityCertificate? certificate,
        [NotNullWhen(false)] out string? reason)
    {
        certificate = null;
        if (der.Length > BytesMax)
        {
            reason = $"a certificate has at most {BytesMax} bytes";
            return false;
        }

        try
        {
            ReadOnlyMemory<byte> copy = der.ToArray();
            var fields = CertificateFields.Decode(copy);
            reason = FindFault(fields);
            certificate = reason is null ? new IdentityCertificate(copy, fields) : null;
            return reason is null;
        }
        catch (AsnContentException exception)
        {
            reason = exception.Message;
            return false;
        }
    }

    /// <summary>Whether the certificate ends within the time: renew it.</summary>
    public bool ExpiresWithin(TimeSpan time, DateTimeOffset now) => NotAfter - now <= time;

    /// <summary>The account and serial, for messages.</summary>
    public override string ToString() => $"{AccountName} (serial {Serial})";

    private static string? FindFault(CertificateFields fields)
    {
        if (fields.Extensions.IsAuthority)
        {
            return "an authority's certificate is not a member's identity";
        }

        if (fields.Extensions.KeyUsage != X509KeyUsageFlags.DigitalSignature)
        {
            return "the key usage is not digital signature alone";
        }

        return fields.NotAfter < fields.NotBefore ? "the validity ends before it begins" : null;
    }
}
