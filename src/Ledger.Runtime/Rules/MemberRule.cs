namespace Ledger.Runtime;

/// <summary>One allowed member of the framework.</summary>
/// <param name="Signature">Its whole signature, as <see cref="MemberSignature"/> writes it.</param>
/// <param name="Cost">What using it costs.</param>
/// <param name="Traits">Conditions.</param>
/// <param name="Reason">Why it is allowed.</param>
internal sealed record MemberRule(string Signature, MemberCost Cost, MemberTraits Traits, string Reason);
