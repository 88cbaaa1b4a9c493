namespace Ledger.Runtime;

/// <summary>What the rules say of an instruction.</summary>
/// <param name="Name">Its name in ECMA-335 III, in lower case.</param>
/// <param name="Gas">Sixths of a gas for one execution; null when the instruction is refused.</param>
/// <param name="Reason">Why it is allowed; for a refused one what is wrong, as a sentence for its author.</param>
internal sealed record OpcodeRule(string Name, int? Gas, string Reason);
