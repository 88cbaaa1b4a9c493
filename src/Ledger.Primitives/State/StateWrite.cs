namespace Ledger.Primitives;

/// <summary>One change of the world state.</summary>
/// <param name="Key">The whole key.</param>
/// <param name="Value">The new value, or null to remove the key.</param>
/// <param name="TransactionIndex">Which transaction of the block wrote it last, from 0.</param>
public readonly record struct StateWrite(byte[] Key, byte[]? Value, int TransactionIndex);
