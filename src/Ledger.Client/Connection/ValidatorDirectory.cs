using System.Security.Cryptography.X509Certificates;
using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Client.Connection;

/// <summary>
/// Whose TLS certificate a node may show: that of a validator in genesis, issued by its organisation's authority.
/// Thread safe.
/// </summary>
internal sealed class ValidatorDirectory
{
    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
    private readonly TrustStore _trust;

    public ValidatorDirectory(GenesisDocument genesis)
    {
        var members = genesis.Organisations.Select(o => (o.Id, (ReadOnlyMemory<byte>)o.CaCertificate));
        _trust = TrustStore.TryCreate(members, out var trust, out var flaw)
            ? trust
            : throw new ArgumentException($"genesis cannot be used: {flaw}", nameof(genesis));
        foreach (var validator in genesis.Validators)
        {
            _accounts.Add($"{validator.Organisation}/{validator.Name}");
        }
    }

    /// <summary>Which validator the certificate names; null with the reason when it is none.</summary>
    public string? Identify(X509Certificate? certificate, DateTimeOffset at, out string reason)
    {
        if (!_trust.ValidateTlsPeer(certificate as X509Certificate2, TlsPeerRole.Server, at, out var identity, out var flaw))
        {
            reason = flaw;
            return null;
        }

        var account = identity.AccountName;
        var isValidator = _accounts.Contains(account);
        reason = isValidator ? "" : $"'{account}' is not a validator of this network";
        return isValidator ? account : null;
    }
}
