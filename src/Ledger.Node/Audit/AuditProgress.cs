namespace Ledger.Node.Audit;

/// <summary>How far an audit has come.</summary>
/// <param name="Height">Block being checked.</param>
/// <param name="Of">Last block.</param>
public readonly record struct AuditProgress(ulong Height, ulong Of);
