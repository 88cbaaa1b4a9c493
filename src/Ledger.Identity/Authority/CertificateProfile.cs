namespace Ledger.Identity;

/// <summary>What a certificate is for; decides its key, key usage and names.</summary>
public enum CertificateProfile
{
    /// <summary>Ed25519 key; signs transactions and votes.</summary>
    Signing,

    /// <summary>P-256 key; a TLS client only, so that a device cannot pose as a node.</summary>
    DeviceTls,

    /// <summary>
    /// P-256 key; a TLS client and server named by its own name, <c>localhost</c> and the loopback addresses.
    /// </summary>
    NodeTls,
}
