namespace Ledger.Runtime;

/// <summary>An authority's answer.</summary>
/// <param name="Account">The account that the certificate names, or null when it is refused.</param>
/// <param name="Reason">Why it is refused, one line, the same on every node; empty otherwise.</param>
public sealed record AccountAdmission(AccountRecord? Account, string Reason);
