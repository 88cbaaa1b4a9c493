namespace Ledger.Simulation.Tests.Mutants;

/// <summary>One change of a source file.</summary>
/// <param name="File">Path below src/Ledger.Consensus, with slashes.</param>
/// <param name="Old">Text that stands in the file exactly once.</param>
/// <param name="New">What stands there in the mutant.</param>
internal sealed record Edit(string File, string Old, string New);
