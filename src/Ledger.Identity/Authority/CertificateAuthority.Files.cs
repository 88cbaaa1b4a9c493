using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Ledger.Identity;

/// <content>The authority's directory.</content>
public sealed partial class CertificateAuthority
{
    /// <summary>The private key, PKCS#8 PEM, mode 0600.</summary>
    public const string KeyFileName = "ca.key";

    /// <summary>The self-signed certificate, PEM.</summary>
    public const string CertificateFile = "ca.crt";

    /// <summary>The current revocation list, PEM.</summary>
    public const string RevocationListFile = "ca.crl";

    /// <summary>The record of issued certificates: serial, profile, name, from, to, key digest, fingerprint.</summary>
    public const string IndexFile = "issued.index";

    /// <summary>
    /// Writes the authority to a directory (made when missing, mode 0700) and keeps it there from now on.
    /// </summary>
    /// <exception cref="IdentityException">The directory holds an authority already.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Save(string directory)
    {
        IdentityDirectory.Create(directory);
        var keyPath = Path.Combine(directory, KeyFileName);
        if (File.Exists(keyPath))
        {
            throw new IdentityException($"{directory} holds a certificate authority already.");
        }

        // The key comes last: a directory with a key is complete.
        _index.Save(Path.Combine(directory, IndexFile));
        SaveList(directory, _revocationListEncoded);
        var pem = Pem.Encode(Pem.Certificate, Trust.Encoded.Span);
        AtomicFile.WritePublic(Path.Combine(directory, CertificateFile), Encoding.ASCII.GetBytes(pem));
        KeyFile.Save(keyPath, _key);
        _directory = directory;
    }

    /// <summary>Loads an authority and keeps it in its directory.</summary>
    /// <exception cref="IdentityException">
    /// A file is missing, damaged, too widely readable, or they don't match.
    /// </exception>
    public static CertificateAuthority Load(string directory, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var certificatePath = Path.Combine(directory, CertificateFile);
        var trust = LoadTrust(certificatePath);
        var index = IssuedCertificateIndex.Load(Path.Combine(directory, IndexFile));
        var list = Pem.Load(Path.Combine(directory, RevocationListFile), Pem.RevocationList);
        var key = KeyFile.LoadP256(Path.Combine(directory, KeyFileName));
        if (!key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(trust.KeyBytes.Span))
        {
            key.Dispose();
            throw new IdentityException($"{directory}: {KeyFileName} is not the key of {CertificateFile}.");
        }

        using var certificate = X509CertificateLoader.LoadCertificate(trust.Encoded.Span);
        return new CertificateAuthority(key, certificate.CopyWithPrivateKey(key), trust, index, list, time)
        {
            _directory = directory,
        };
    }

    /// <summary>Loads an authority's certificate, which names its own organisation.</summary>
    /// <exception cref="IdentityException">The file is missing or is not an authority's certificate.</exception>
    public static OrganisationTrust LoadTrust(string path)
    {
        var der = Pem.Load(path, Pem.Certificate);
        return OrganisationTrust.TryCreate(null, der, out var trust, out var reason)
            ? trust
            : throw new IdentityException($"{path} is not the certificate of an authority: {reason}.");
    }
}
