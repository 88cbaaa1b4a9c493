namespace Ledger.Primitives;

/// <summary>A validator's signature on something.</summary>
/// <param name="Replica">Who signed.</param>
/// <param name="Signature">Ed25519, 64 bytes.</param>
public readonly record struct ReplicaSignature(ReplicaId Replica, ReadOnlyMemory<byte> Signature);
