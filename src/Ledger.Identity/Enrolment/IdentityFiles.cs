namespace Ledger.Identity;

/// <summary>The files in the directory of a device or node.</summary>
public static class IdentityFiles
{
    /// <summary>Ed25519 private key, PKCS#8 PEM, mode 0600.</summary>
    public const string SigningKey = "signing.key";

    /// <summary>Certificate request for the signing key, PKCS#10 PEM.</summary>
    public const string SigningRequest = "signing.csr";

    /// <summary>Signing certificate, PEM.</summary>
    public const string SigningCertificate = "signing.crt";

    /// <summary>P-256 private key, PKCS#8 PEM, mode 0600.</summary>
    public const string TlsKey = "tls.key";

    /// <summary>Certificate request for the TLS key, PKCS#10 PEM.</summary>
    public const string TlsRequest = "tls.csr";

    /// <summary>TLS certificate, PEM.</summary>
    public const string TlsCertificate = "tls.crt";

    /// <summary>The certificate of the organisation's authority, PEM.</summary>
    public const string AuthorityCertificate = "ca.crt";
}
