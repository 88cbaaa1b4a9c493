using System.Security.Cryptography.X509Certificates;
using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Client.Connection;

/// <summary>
/// Whose TLS certificate a node may show: that of a node of a member organisation, issued by its authority. Whether the
/// node is a validator changes with the epochs, and is asked where a vote or a voice counts. Thread safe.
/// </summary>
internal sealed class MemberDirectory
{
    private readonly TrustStore _trust;

    public MemberDirectory(GenesisDocument genesis)
    {
        var members = genesis.Organisations.Select(o => (o.Id, (ReadOnlyMemory<byte>)o.CaCertificate));
        _trust = TrustStore.TryCreate(members, out var trust, out var flaw)
            ? trust
            : throw new ArgumentException($"genesis cannot be used: {flaw}", nameof(genesis));
    }

    /// <summary>Which node the certificate names, <c>organisation/name</c>; null with the reason when it is none.</summary>
    public string? Identify(X509Certificate? certificate, DateTimeOffset at, out string reason)
    {
        if (!_trust.ValidateTlsPeer(certificate as X509Certificate2, TlsPeerRole.Server, at, out var identity, out var flaw))
        {
            reason = flaw;
            return null;
        }

        reason = "";
        return identity.AccountName;
    }
}
