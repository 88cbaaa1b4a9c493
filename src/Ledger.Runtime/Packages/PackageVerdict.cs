namespace Ledger.Runtime;

/// <summary>What an inspector says of a package.</summary>
/// <param name="Flaw">The first broken rule in a sentence that helps its author; null when the package may run.</param>
/// <param name="Contracts">The contracts in it, ascending by ordinal name; empty when it may not run.</param>
public sealed record PackageVerdict(string? Flaw, IReadOnlyList<ContractManifest> Contracts)
{
    internal static PackageVerdict Refuse(string flaw) => new(flaw, []);
}
