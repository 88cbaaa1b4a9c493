namespace Ledger.Primitives;

/// <summary>A validator at genesis.</summary>
/// <param name="Name">Name of the node: also in its TLS certificate.</param>
/// <param name="Organisation">The utility cell that runs it.</param>
/// <param name="PublicKey">Ed25519 key of its votes, 32 bytes.</param>
public sealed record GenesisValidator(string Name, string Organisation, byte[] PublicKey);
