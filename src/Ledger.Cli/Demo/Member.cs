using Ledger.Identity;

namespace Ledger.Cli.Demo;

/// <summary>Someone who takes part: an account and what its organisation certifies about it. Immutable.</summary>
/// <param name="Organisation">The cell.</param>
/// <param name="Name">The name within it.</param>
/// <param name="Attributes">Attributes of its certificates.</param>
public sealed record Member(string Organisation, string Name, CertificateAttributes Attributes)
{
    /// <summary><c>organisation/name</c>.</summary>
    public string Account => IdentityName.AccountOf(Organisation, Name);
}
