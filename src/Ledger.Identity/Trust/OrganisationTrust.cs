using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Primitives;

namespace Ledger.Identity;

/// <summary>
/// One member organisation and the authority that speaks for it: trusted for its own names and no others. Immutable and
/// thread safe.
/// </summary>
public sealed class OrganisationTrust
{
    private readonly CertificateFields _fields;

    private OrganisationTrust(ReadOnlyMemory<byte> encoded, CertificateFields fields, AuthorityKey key)
    {
        Encoded = encoded;
        Fingerprint = Digest.Of(encoded.Span);
        _fields = fields;
        Key = key;
    }

    /// <summary>The organisation's id.</summary>
    public string Organisation => _fields.Subject.Organisation;

    /// <summary>First second of the authority's validity, UTC.</summary>
    public DateTimeOffset NotBefore => _fields.NotBefore;

    /// <summary>Last second of the authority's validity, UTC.</summary>
    public DateTimeOffset NotAfter => _fields.NotAfter;

    /// <summary>SHA-256 of <see cref="Encoded"/>.</summary>
    public Digest Fingerprint { get; }

    /// <summary>The authority's certificate in DER.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    internal AuthorityKey Key { get; }

    internal ReadOnlyMemory<byte> KeyBytes => _fields.Key.Encoded;

    internal ReadOnlyMemory<byte> NameBytes => _fields.SubjectBytes;

    /// <summary>
    /// Parses and checks an authority's self-signed certificate. Copies the bytes. Never throws on bad ones.
    /// </summary>
    /// <param name="organisation">
    /// The id that the certificate must carry as both CN and O; null to take it from the certificate.
    /// </param>
    /// <param name="der">The certificate in DER.</param>
    /// <param name="trust">The organisation, when the answer is true.</param>
    /// <param name="reason">What is wrong, when the answer is false.</param>
    public static bool TryCreate(
        string? organisation,
        ReadOnlySpan<byte> der,
        [NotNullWhen(true)] out OrganisationTrust? trust,
        [NotNullWhen(false)] out string? reason)
    {
        trust = null;
        if (der.Length > IdentityCertificate.BytesMax)
        {
            reason = $"a certificate has at most {IdentityCertificate.BytesMax} bytes";
            return false;
        }

        try
        {
            ReadOnlyMemory<byte> copy = der.ToArray();
            var fields = CertificateFields.Decode(copy);
            reason = FindFault(organisation ?? fields.Subject.Organisation, fields);
            if (reason is not null)
            {
                return false;
            }

            var key = new AuthorityKey(fields.Key);
            if (!key.Verify(fields.Frame))
            {
                reason = "the authority's own signature is wrong";
                return false;
            }

            trust = new OrganisationTrust(copy, fields, key);
            return true;
        }
        catch (Exception exception) when (exception is AsnContentException or CryptographicException)
        {
            reason = exception.Message;
            return false;
        }
    }

    /// <summary>Whether the authority's own certificate covers the moment.</summary>
    internal bool IsValidAt(DateTimeOffset at) => NotBefore <= at && at <= NotAfter;

    private static string? FindFault(string organisation, CertificateFields fields)
    {
        if (fields.Subject != new SubjectName(organisation, organisation))
        {
            return $"the authority is not named O={organisation}, CN={organisation}";
        }

        if (!fields.IssuerBytes.Span.SequenceEqual(fields.SubjectBytes.Span))
        {
            return "the authority is not self-signed";
        }

        if (!fields.Extensions.IsAuthority || !fields.Extensions.KeyUsage.HasFlag(X509KeyUsageFlags.KeyCertSign))
        {
            return "the certificate is not an authority's: basic constraints or key usage say otherwise";
        }

        return fields.Key.Algorithm == KeyAlgorithm.P256 ? null : "the authority's key is not P-256";
    }
}
