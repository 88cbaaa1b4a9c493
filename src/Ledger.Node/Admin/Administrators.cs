using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;
using Ledger.Identity;

namespace Ledger.Node.Admin;

/// <summary>
/// Who may operate a node: certificates of its own organisation with the administrator's role, and nobody else. The TLS
/// handshake has checked signature, validity and revocation. Immutable.
/// </summary>
internal sealed class Administrators
{
    /// <summary>Value of the attribute <see cref="AttributeNames.Role"/> that makes an administrator.</summary>
    private const string Role = "admin";

    private readonly string _organisation;

    /// <summary>Those of one organisation.</summary>
    public Administrators(string organisation)
    {
        _organisation = organisation;
    }

    /// <summary>Whether a certificate is an administrator's.</summary>
    /// <param name="certificate">What the caller has shown; null when it has shown none.</param>
    /// <param name="account">The administrator, when the answer is true.</param>
    /// <param name="reason">Why not, when the answer is false.</param>
    public bool Admits(
        X509Certificate2? certificate, [NotNullWhen(true)] out string? account, [NotNullWhen(false)] out string? reason)
    {
        account = null;
        if (certificate == null)
        {
            reason = "the call has no client certificate";
            return false;
        }

        if (!IdentityCertificate.TryParse(certificate.RawDataMemory.Span, out var identity, out reason))
        {
            return false;
        }

        if (identity.Organisation != _organisation)
        {
            reason = $"only administrators of {_organisation} operate this node, not {identity.AccountName}";
            return false;
        }

        if (!identity.Attributes.TryGetValue(AttributeNames.Role, out var role) || role != Role)
        {
            reason = $"{identity.AccountName} is no administrator: its certificate does not say {AttributeNames.Role}={Role}";
            return false;
        }

        account = identity.AccountName;
        return true;
    }
}
