namespace Ledger.Storage;

/// <summary>How far <see cref="LedgerStore.VerifyIntegrity"/> has come.</summary>
/// <param name="Part">Column family being read, or "state tree".</param>
/// <param name="Entries">Entries read so far, over all parts.</param>
/// <param name="Bytes">Bytes of keys and values read so far.</param>
public readonly record struct IntegrityProgress(string Part, long Entries, long Bytes);
