namespace Ledger.Identity;

/// <summary>The kinds of public key that certificates and certificate requests may carry.</summary>
public enum KeyAlgorithm
{
    /// <summary>Ed25519 (RFC 8410): signs transactions and votes.</summary>
    Ed25519,

    /// <summary>ECDSA on NIST P-256: TLS, and the authorities themselves, because TLS stacks lack Ed25519.</summary>
    P256,
}
