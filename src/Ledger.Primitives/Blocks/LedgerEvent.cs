namespace Ledger.Primitives;

/// <summary>An event that a contract emitted.</summary>
/// <param name="Contract">Who emitted it.</param>
/// <param name="Name">What happened, at most 64 bytes.</param>
/// <param name="Data">Contract-defined bytes in the ledger's encoding, at most 64 KiB.</param>
public sealed record LedgerEvent(string Contract, string Name, ReadOnlyMemory<byte> Data);
