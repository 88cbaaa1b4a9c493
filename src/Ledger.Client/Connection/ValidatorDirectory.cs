using System.Security.Cryptography.X509Certificates;
using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Client.Connection;

/// <summary>Whose TLS certificate a node may show: that of a validator in genesis, issued by its organisation's authority. Thread safe.</summary>
internal sealed class ValidatorDirectory
{
    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
    private readonly TrustStore _trust;

    public ValidatorDirectory(GenesisDocument genesis)
    {
        _trust = new TrustStore([.. genesis.Organisations.Select(o => (o.Id, o.CaCertificate))]);
        foreach (var validator in genesis.Validators)
        {
            _accounts.Add($"{validator.Organisation}/{validator.Name}");
        }
    }

    /// <summary>Which validator the certificate names; null with the reason when it is none.</summary>
    public string? Identify(X509Certificate? certificate, DateTimeOffset at, out string reason)
    {
        if (certificate is not X509Certificate2 presented)
        {
            reason = "it shows no certificate";
            return null;
        }

        if (!_trust.ValidateTlsPeer(presented, at, out var account, out var flaw))
        {
            reason = flaw ?? "its certificate is not valid";
            return null;
        }

        reason = "";
        if (account != null && _accounts.Contains(account))
        {
            return account;
        }

        reason = $"'{account}' is not a validator of this network";
        return null;
    }
}
