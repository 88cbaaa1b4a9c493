namespace Ledger.Runtime;

/// <summary>
/// The stage that a package passes before it may run: once when it is installed, and again whenever a node loads it.
/// Pure and thread safe: the same bytes get the same verdict on every node; no bytes make it throw, and nothing of the
/// package is executed.
/// </summary>
public interface IPackageInspector
{
    /// <summary>Version of the rules, part of consensus: a network changes it everywhere at once.</summary>
    int RulesVersion { get; }

    /// <summary>Judges a package.</summary>
    /// <param name="assembly">The bytes of one .NET assembly.</param>
    PackageVerdict Inspect(ReadOnlyMemory<byte> assembly);
}
