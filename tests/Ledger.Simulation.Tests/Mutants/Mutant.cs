namespace Ledger.Simulation.Tests.Mutants;

/// <summary>A known bug, as changes to a copy of the rules.</summary>
/// <param name="Name">Names it in a few words.</param>
/// <param name="Breaks">The rule that no longer holds, and where it comes from.</param>
/// <param name="SeedsMax">It is found within so many seeds from 0 on: about three times what was measured.</param>
/// <param name="Edits">The changes.</param>
internal sealed record Mutant(string Name, string Breaks, int SeedsMax, params Edit[] Edits);
