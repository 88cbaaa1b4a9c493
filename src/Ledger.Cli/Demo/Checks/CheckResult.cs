namespace Ledger.Cli.Demo.Checks;

/// <summary>One thing that must hold of a run. Immutable.</summary>
/// <param name="Name">Short and stable.</param>
/// <param name="Ok">Whether it holds.</param>
/// <param name="Detail">The figures, or what does not hold.</param>
public sealed record CheckResult(string Name, bool Ok, string Detail);
