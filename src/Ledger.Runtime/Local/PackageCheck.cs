namespace Ledger.Runtime;

/// <summary>The verdict that every node of this version gives, for authors who want it before they install. Pure.</summary>
public static class PackageCheck
{
    /// <summary>Judges a package by the rules that nodes go by.</summary>
    /// <param name="assembly">The bytes of one .NET assembly.</param>
    public static PackageVerdict Inspect(ReadOnlyMemory<byte> assembly) => new ContractHost().Inspector.Inspect(assembly);
}
