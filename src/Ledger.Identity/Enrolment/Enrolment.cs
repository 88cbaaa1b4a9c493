using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Ledger.Identity;

/// <summary>
/// How a device or node gets its identity: it makes two keys and a request for each in its own directory, the
/// organisation's authority signs the requests, and the certificates join them. The private keys never leave the
/// directory. Not thread safe for one directory.
/// </summary>
public static class Enrolment
{
    /// <summary>Makes keys and requests. The requests then go to the authority, on this machine or another.</summary>
    /// <exception cref="ArgumentException">A name is not valid (<see cref="IdentityName"/>).</exception>
    /// <exception cref="IdentityException">The directory holds keys already.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void CreateRequests(string directory, string organisation, string name)
    {
        IdentityName.ThrowIfInvalid(organisation, nameof(organisation));
        IdentityName.ThrowIfInvalid(name, nameof(name));
        IdentityDirectory.Create(directory);
        if (File.Exists(Path.Combine(directory, IdentityFiles.SigningKey)) ||
            File.Exists(Path.Combine(directory, IdentityFiles.TlsKey)))
        {
            throw new IdentityException($"{directory} holds keys already; renew them or rotate them.");
        }

        WriteNewKeys(directory, organisation, name);
    }

    /// <summary>
    /// Has the authority sign the requests in the directory, and stores the certificates beside them.
    /// </summary>
    /// <exception cref="IdentityException">A request is missing, damaged or refused.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Complete(string directory, CertificateAuthority authority, EnrolmentTerms terms)
    {
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(terms);
        SignRequests(directory, authority, terms, allowsNewKey: false);
    }

    /// <summary><see cref="CreateRequests"/>, then <see cref="Complete"/>.</summary>
    /// <exception cref="ArgumentException">The name is not valid.</exception>
    /// <exception cref="IdentityException">The directory holds keys already, or the authority refuses.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Enrol(string directory, CertificateAuthority authority, string name, EnrolmentTerms terms)
    {
        ArgumentNullException.ThrowIfNull(authority);
        CreateRequests(directory, authority.Organisation, name);
        Complete(directory, authority, terms);
    }

    /// <summary>
    /// New certificates for the same keys and attributes. The earlier ones stay valid until they expire.
    /// </summary>
    /// <exception cref="IdentityException">The directory is not complete, or the authority refuses.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Renew(string directory, CertificateAuthority authority, TimeSpan validity)
    {
        ArgumentNullException.ThrowIfNull(authority);
        using var identity = DeviceIdentity.Load(directory);
        using var tlsKey = KeyFile.LoadP256(Path.Combine(directory, IdentityFiles.TlsKey));
        var certificate = identity.Certificate;
        WriteRequests(directory, certificate.Organisation, certificate.Name, identity.Signer, tlsKey);
        SignRequests(directory, authority, TermsOf(certificate, identity.TlsIdentity, validity), allowsNewKey: false);
    }

    /// <summary>
    /// New keys and certificates with the same attributes; then revokes every earlier certificate of the name as
    /// superseded. If it is interrupted, the directory does not load until it is run again.
    /// </summary>
    /// <exception cref="IdentityException">There is no certificate to start from, or the authority refuses.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void RotateKeys(string directory, CertificateAuthority authority, TimeSpan validity)
    {
        ArgumentNullException.ThrowIfNull(authority);
        var signing = LoadCertificate(Path.Combine(directory, IdentityFiles.SigningCertificate));
        var tls = LoadCertificate(Path.Combine(directory, IdentityFiles.TlsCertificate));
        if (signing.Organisation != authority.Organisation)
        {
            throw new IdentityException($"{directory} belongs to '{signing.Organisation}', not this authority.");
        }

        WriteNewKeys(directory, signing.Organisation, signing.Name);
        var kept = SignRequests(directory, authority, TermsOf(signing, tls, validity), allowsNewKey: true);
        authority.RevokeOthers(signing.Name, kept, X509RevocationReason.Superseded);
    }

    /// <exception cref="IdentityException">The file is missing or is not a member's certificate.</exception>
    internal static IdentityCertificate LoadCertificate(string path) =>
        IdentityCertificate.TryParse(Pem.Load(path, Pem.Certificate), out var certificate, out var reason)
            ? certificate
            : throw new IdentityException($"{path} cannot be used: {reason}.");

    private static EnrolmentTerms TermsOf(IdentityCertificate signing, IdentityCertificate tls, TimeSpan validity) =>
        new() { IsNode = tls.Fields.Extensions.AllowsServer, Attributes = signing.Attributes, Validity = validity };

    private static void WriteNewKeys(string directory, string organisation, string name)
    {
        using var signer = Ed25519KeyPair.Generate();
        using var tlsKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        KeyFile.Save(Path.Combine(directory, IdentityFiles.SigningKey), signer);
        KeyFile.Save(Path.Combine(directory, IdentityFiles.TlsKey), tlsKey);
        WriteRequests(directory, organisation, name, signer, tlsKey);
    }

    private static void WriteRequests(
        string directory, string organisation, string name, Ed25519KeyPair signer, ECDsa tlsKey)
    {
        var signing = CertificateSigningRequest.Create(organisation, name, signer);
        var tls = CertificateSigningRequest.Create(organisation, name, tlsKey);
        WriteText(directory, IdentityFiles.SigningRequest, signing.ToPem());
        WriteText(directory, IdentityFiles.TlsRequest, tls.ToPem());
    }

    private static string[] SignRequests(
        string directory, CertificateAuthority authority, EnrolmentTerms terms, bool allowsNewKey)
    {
        var signingRequest = LoadRequest(Path.Combine(directory, IdentityFiles.SigningRequest));
        var tlsRequest = LoadRequest(Path.Combine(directory, IdentityFiles.TlsRequest));
        if (signingRequest.Name != tlsRequest.Name)
        {
            throw new IdentityException($"{directory}: the two requests are for different names.");
        }

        var signing = authority.Issue(signingRequest, terms.For(isTls: false, allowsNewKey));
        var tls = authority.Issue(tlsRequest, terms.For(isTls: true, allowsNewKey));
        WriteCertificate(directory, IdentityFiles.SigningCertificate, signing.Encoded.Span);
        WriteCertificate(directory, IdentityFiles.TlsCertificate, tls.Encoded.Span);
        WriteCertificate(directory, IdentityFiles.AuthorityCertificate, authority.Trust.Encoded.Span);
        return [signing.Serial, tls.Serial];
    }

    private static CertificateSigningRequest LoadRequest(string path)
    {
        try
        {
            var text = File.ReadAllText(path, Encoding.ASCII);
            return CertificateSigningRequest.TryParsePem(text, out var request, out var reason)
                ? request
                : throw new IdentityException($"{path} cannot be used: {reason}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private static void WriteCertificate(string directory, string file, ReadOnlySpan<byte> der) =>
        WriteText(directory, file, Pem.Encode(Pem.Certificate, der));

    private static void WriteText(string directory, string file, string text) =>
        AtomicFile.WritePublic(Path.Combine(directory, file), Encoding.ASCII.GetBytes(text));
}
