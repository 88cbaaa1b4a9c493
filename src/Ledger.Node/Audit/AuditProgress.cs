namespace Ledger.Node.Audit;

/// <summary>How far an audit has come.</summary>
/// <param name="Part">What it is doing.</param>
/// <param name="Done">Entries or heights that are behind it.</param>
/// <param name="Of">How many there are; 0 when that is not known.</param>
public readonly record struct AuditProgress(AuditPart Part, ulong Done, ulong Of);
