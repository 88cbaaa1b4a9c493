using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Ledger.Primitives;

namespace Ledger.Identity;

/// <summary>One line of an authority's record of what it has issued.</summary>
/// <param name="Serial">Serial number, upper-case hexadecimal.</param>
/// <param name="Profile">What the certificate is for.</param>
/// <param name="Name">The name within the organisation.</param>
/// <param name="NotBefore">First second of validity, UTC.</param>
/// <param name="NotAfter">Last second of validity, UTC.</param>
/// <param name="KeyDigest">SHA-256 of the SubjectPublicKeyInfo.</param>
/// <param name="Fingerprint">SHA-256 of the certificate.</param>
public sealed record IssuedCertificate(
    string Serial,
    CertificateProfile Profile,
    string Name,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    Digest KeyDigest,
    Digest Fingerprint)
{
    private const int FieldCount = 7;

    /// <summary>
    /// Whether the certificate is for a TLS key; a name has one signing key and one TLS key at a time.
    /// </summary>
    internal bool IsTls => Profile != CertificateProfile.Signing;

    internal static IssuedCertificate Of(IdentityCertificate certificate, CertificateProfile profile) => new(
        certificate.Serial,
        profile,
        certificate.Name,
        certificate.NotBefore,
        certificate.NotAfter,
        certificate.KeyDigest,
        certificate.Fingerprint);

    /// <summary>The fields, separated by tabs, with times in seconds since 1970.</summary>
    internal string ToLine()
    {
        var from = NotBefore.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var to = NotAfter.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{Serial}\t{Profile}\t{Name}\t{from}\t{to}\t{KeyDigest}\t{Fingerprint}\n";
    }

    internal static bool TryParseLine(string line, [NotNullWhen(true)] out IssuedCertificate? issued)
    {
        issued = null;
        var fields = line.Split('\t');
        if (fields.Length != FieldCount ||
            !Enum.TryParse<CertificateProfile>(fields[1], out var profile) ||
            !TryParseTime(fields[3], out var notBefore) ||
            !TryParseTime(fields[4], out var notAfter) ||
            !Digest.TryParse(fields[5], out var keyDigest) ||
            !Digest.TryParse(fields[6], out var fingerprint))
        {
            return false;
        }

        issued = new IssuedCertificate(fields[0], profile, fields[2], notBefore, notAfter, keyDigest, fingerprint);
        return true;
    }

    private static bool TryParseTime(string text, out DateTimeOffset time)
    {
        var valid = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        time = valid ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return valid;
    }
}
