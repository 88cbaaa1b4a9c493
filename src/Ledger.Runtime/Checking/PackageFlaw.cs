namespace Ledger.Runtime;

/// <summary>Why a package is refused.</summary>
/// <param name="Rule">The rule that is broken: a short name that docs/chaincode-rules.md explains.</param>
/// <param name="Sentence">What is wrong and what to do instead, naming type and method.</param>
/// <param name="Type">Full name of the type at fault; null when it is the file.</param>
/// <param name="Method">Name of the method at fault; null when it is the type.</param>
/// <param name="MethodToken">Metadata token of the method; 0 when it is the type.</param>
/// <param name="Offset">Offset of the instruction in the method's IL; -1 when it is not one instruction.</param>
public sealed record PackageFlaw(string Rule, string Sentence, string? Type, string? Method, int MethodToken, int Offset);
