using System.Security.Cryptography.X509Certificates;
using Ledger.Primitives;

namespace Ledger.Identity;

/// <summary>
/// Everything that a device or node needs to act: its signing key, its TLS certificate with key, and what they are
/// certified as. Thread safe until disposed.
/// </summary>
public sealed class DeviceIdentity : IDisposable
{
    private DeviceIdentity(
        Ed25519KeyPair signer,
        IdentityCertificate certificate,
        X509Certificate2 tlsCertificate,
        IdentityCertificate tlsIdentity,
        OrganisationTrust authority)
    {
        Signer = signer;
        Certificate = certificate;
        TlsCertificate = tlsCertificate;
        TlsIdentity = tlsIdentity;
        Authority = authority;
    }

    /// <summary>Signs transactions or votes; its public key is the one in <see cref="Certificate"/>.</summary>
    public Ed25519KeyPair Signer { get; }

    /// <summary>The signing certificate.</summary>
    public IdentityCertificate Certificate { get; }

    /// <summary>The TLS certificate with its private key, for the platform's TLS. Owned by this object.</summary>
    public X509Certificate2 TlsCertificate { get; }

    /// <summary>The parsed view of <see cref="TlsCertificate"/>.</summary>
    public IdentityCertificate TlsIdentity { get; }

    /// <summary>The organisation's authority.</summary>
    public OrganisationTrust Authority { get; }

    /// <summary>Loads the directory that <see cref="Enrolment"/> filled.</summary>
    /// <exception cref="IdentityException">
    /// A file is missing, damaged or too widely readable, or they don't belong together. An expired certificate loads:
    /// it must, to be renewed.
    /// </exception>
    public static DeviceIdentity Load(string directory)
    {
        var authority = CertificateAuthority.LoadTrust(Path.Combine(directory, IdentityFiles.AuthorityCertificate));
        var certificate = Enrolment.LoadCertificate(Path.Combine(directory, IdentityFiles.SigningCertificate));
        var tlsIdentity = Enrolment.LoadCertificate(Path.Combine(directory, IdentityFiles.TlsCertificate));
        if (certificate.AccountName != tlsIdentity.AccountName || certificate.Organisation != authority.Organisation)
        {
            throw new IdentityException($"{directory}: the certificates name different accounts or organisations.");
        }

        var signer = KeyFile.LoadEd25519(Path.Combine(directory, IdentityFiles.SigningKey));
        try
        {
            if (!signer.PublicKey.Span.SequenceEqual(certificate.PublicKey32.Span))
            {
                throw Mismatch(directory, IdentityFiles.SigningKey, IdentityFiles.SigningCertificate);
            }

            var tlsCertificate = LoadTls(directory, tlsIdentity);
            return new DeviceIdentity(signer, certificate, tlsCertificate, tlsIdentity, authority);
        }
        catch
        {
            signer.Dispose();
            throw;
        }
    }

    /// <summary>Whether either certificate, or the authority itself, ends within the time: renew, or warn.</summary>
    public bool ExpiresWithin(TimeSpan time, DateTimeOffset now) =>
        Certificate.ExpiresWithin(time, now)
        || TlsIdentity.ExpiresWithin(time, now)
        || Authority.NotAfter - now <= time;

    /// <summary>Wipes the private keys from memory.</summary>
    public void Dispose()
    {
        Signer.Dispose();
        TlsCertificate.Dispose();
    }

    private static X509Certificate2 LoadTls(string directory, IdentityCertificate tlsIdentity)
    {
        using var key = KeyFile.LoadP256(Path.Combine(directory, IdentityFiles.TlsKey));
        if (Digest.Of(key.ExportSubjectPublicKeyInfo()) != tlsIdentity.KeyDigest)
        {
            throw Mismatch(directory, IdentityFiles.TlsKey, IdentityFiles.TlsCertificate);
        }

        using var certificate = X509CertificateLoader.LoadCertificate(tlsIdentity.Encoded.Span);
        return certificate.CopyWithPrivateKey(key);
    }

    private static IdentityException Mismatch(string directory, string key, string certificate) =>
        new($"{directory}: {key} is not the key of {certificate}. If a key rotation was interrupted, run it again.");
}
