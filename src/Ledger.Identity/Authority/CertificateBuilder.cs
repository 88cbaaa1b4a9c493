using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Identity;

/// <summary>
/// Puts certificates together with .NET's request builder, in the profile that IdentityCertificate reads.
/// </summary>
internal static class CertificateBuilder
{
    private const int SerialSize = 16;

    /// <summary>A self-signed authority, CN and O both the organisation id, with its private key.</summary>
    internal static X509Certificate2 BuildAuthority(
        string organisation, ECDsa key, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var subject = new SubjectName(organisation, organisation).Encode();
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        AddKeyIdentifier(request);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        var generator = X509SignatureGenerator.CreateForECDsa(key);
        using var certificate = request.Create(subject, generator, notBefore, notAfter, NewSerial());
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>A member's certificate in DER.</summary>
    internal static byte[] BuildMember(
        CertificateSigningRequest wanted,
        CertificateTerms terms,
        X509Certificate2 authority,
        ECDsa authorityKey,
        DateTimeOffset notBefore,
        DateTimeOffset notAfter)
    {
        var request = new CertificateRequest(
            wanted.Subject.Encode(), wanted.Key.ToPublicKey(), HashAlgorithmName.SHA256);
        var extensions = request.CertificateExtensions;
        AddKeyIdentifier(request);
        extensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        extensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        AddTlsPurposes(extensions, wanted.Name, terms.Profile);
        if (terms.Attributes.Count > 0)
        {
            extensions.Add(new X509Extension(Oids.AccountAttributes, terms.Attributes.Encode(), critical: false));
        }

        var generator = X509SignatureGenerator.CreateForECDsa(authorityKey);
        using var certificate = request.Create(authority.SubjectName, generator, notBefore, notAfter, NewSerial());
        return certificate.RawData;
    }

    private static void AddTlsPurposes(
        System.Collections.ObjectModel.Collection<X509Extension> extensions, string name, CertificateProfile profile)
    {
        if (profile == CertificateProfile.Signing)
        {
            return;
        }

        var purposes = new OidCollection { new Oid(Oids.ClientAuthentication) };
        if (profile == CertificateProfile.NodeTls)
        {
            purposes.Add(new Oid(Oids.ServerAuthentication));
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            names.AddDnsName(name);
            names.AddIpAddress(IPAddress.Loopback);
            names.AddIpAddress(IPAddress.IPv6Loopback);
            extensions.Add(names.Build());
        }

        extensions.Add(new X509EnhancedKeyUsageExtension(purposes, critical: false));
    }

    private static void AddKeyIdentifier(CertificateRequest request) =>
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(
            request.PublicKey, X509SubjectKeyIdentifierHashAlgorithm.ShortSha256, critical: false));

    // 128 bits wide, 126 of them random: positive, and of one length in every encoding.
    private static byte[] NewSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialSize);
        serial[0] = (byte)((serial[0] & 0x3f) | 0x40);
        return serial;
    }
}
