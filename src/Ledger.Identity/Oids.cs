namespace Ledger.Identity;

/// <summary>Object identifiers that appear in the ledger's certificates and key files.</summary>
internal static class Oids
{
    internal const string CommonName = "2.5.4.3";
    internal const string Organisation = "2.5.4.10";

    internal const string Ed25519 = "1.3.101.112";
    internal const string EcPublicKey = "1.2.840.10045.2.1";
    internal const string P256 = "1.2.840.10045.3.1.7";
    internal const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    internal const string SubjectKeyIdentifier = "2.5.29.14";
    internal const string KeyUsage = "2.5.29.15";
    internal const string SubjectAlternativeName = "2.5.29.17";
    internal const string BasicConstraints = "2.5.29.19";
    internal const string CrlNumber = "2.5.29.20";
    internal const string AuthorityKeyIdentifier = "2.5.29.35";
    internal const string ExtendedKeyUsage = "2.5.29.37";

    internal const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    internal const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>
    /// Account attributes: arc 1 below the project's own UUID (c9a1dbb6-9099-493e-8ef8-63ca3c1bc3ae), which
    /// ITU-T X.667 gives to everyone without a registry.
    /// </summary>
    internal const string AccountAttributes = "2.25.268015243258972127965219119580428616622.1";
}
