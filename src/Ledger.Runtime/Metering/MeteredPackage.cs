namespace Ledger.Runtime;

/// <summary>What inspection makes of a package.</summary>
/// <param name="Verdict">What the rules say.</param>
/// <param name="Code">The metered assembly; null when the package may not run.</param>
internal sealed record MeteredPackage(PackageVerdict Verdict, byte[]? Code);
