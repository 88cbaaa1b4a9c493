using Ledger.Identity;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Node.Execution;

/// <summary>
/// Admits accounts by the organisations' authorities that genesis names. A pure function of certificate and ledger time, so every replica
/// gives the same answer. Thread safe.
/// </summary>
internal sealed class GenesisAccountAuthority : IAccountAuthority
{
    private readonly TrustStore _trust;

    public GenesisAccountAuthority(TrustStore trust)
    {
        _trust = trust;
    }

    public IEd25519Verifier Signatures => Ed25519.Instance;

    public AccountAdmission Admit(ReadOnlySpan<byte> certificateDer, ulong ledgerTimeMilliseconds)
    {
        if (!IdentityCertificate.TryParse(certificateDer, out var certificate, out var reason))
        {
            return new AccountAdmission(null, reason);
        }

        var at = DateTimeOffset.FromUnixTimeMilliseconds(
            (long)Math.Min(ledgerTimeMilliseconds, (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        if (!_trust.Validate(certificate, at, out reason))
        {
            return new AccountAdmission(null, reason);
        }

        return new AccountAdmission(
            new AccountRecord
            {
                Name = certificate.AccountName,
                Organisation = certificate.Organisation,
                PublicKey = certificate.PublicKey32.ToArray(),
                NotBeforeMilliseconds = (ulong)Math.Max(0, certificate.NotBefore.ToUnixTimeMilliseconds()),
                NotAfterMilliseconds = (ulong)Math.Max(0, certificate.NotAfter.ToUnixTimeMilliseconds()),
                SerialHex = certificate.Serial,
                Attributes = [.. certificate.Attributes],
                Revoked = false,
                CertificateDigest = certificate.Fingerprint,
            },
            "");
    }
}
