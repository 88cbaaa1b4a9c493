namespace Ledger.Runtime;

/// <summary>
/// Checks a package whole: a plain managed assembly of bounded size, code by the rules and verified (docs/chaincode-rules.md),
/// contract classes of the shape that <see cref="Chaincode.ContractAttribute"/> describes. Thread safe.
/// </summary>
public sealed class PackageInspector : IPackageInspector
{
    /// <summary>Most contracts in a package.</summary>
    public const int ContractsMax = 32;

    /// <summary>Most functions of a contract.</summary>
    public const int FunctionsMax = 256;

    /// <inheritdoc/>
    public int RulesVersion => RuleSet.Current.Version;

    /// <inheritdoc/>
    public PackageVerdict Inspect(ReadOnlyMemory<byte> assembly)
    {
        var flaw = AssemblyBounds.FirstFlaw(assembly) ?? PackageChecker.Check(assembly);
        return flaw == null ? ContractShape.Read(assembly) : PackageVerdict.Refuse(flaw);
    }
}
