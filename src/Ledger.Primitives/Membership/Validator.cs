namespace Ledger.Primitives;

/// <summary>A member of the consortium that votes.</summary>
/// <param name="Name">Unique name of the node, for logs and tables.</param>
/// <param name="Organisation">The utility cell that runs it.</param>
/// <param name="PublicKey">Ed25519 key of its votes, 32 bytes.</param>
public sealed record Validator(string Name, string Organisation, ReadOnlyMemory<byte> PublicKey);
