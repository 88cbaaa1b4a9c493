namespace Ledger.Runtime;

/// <summary>What an inspector says of a package.</summary>
/// <param name="Flaw">The first broken rule in a sentence that helps its author; null when the package may run.</param>
/// <param name="Contracts">The contracts in it, ascending by ordinal name; empty when it may not run.</param>
public sealed record PackageVerdict(string? Flaw, IReadOnlyList<ContractManifest> Contracts)
{
    /// <summary>Where the flaw is and which rule is broken; null when the package may run or the inspector does not say.</summary>
    public PackageFlaw? Detail { get; init; }

    internal static PackageVerdict Refuse(PackageFlaw flaw) => new(flaw.Sentence, []) { Detail = flaw };

    internal static PackageVerdict Refuse(string rule, string? type, string sentence) =>
        Refuse(new PackageFlaw(rule, sentence, type, null, 0, -1));
}
