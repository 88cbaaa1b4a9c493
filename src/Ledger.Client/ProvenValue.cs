using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>
/// One key of the world state whose value, or absence, the client has checked against a header that a quorum of
/// validators certified. Immutable.
/// </summary>
/// <param name="Value">The value, or null when the key is absent.</param>
/// <param name="Header">The certified header under whose state root this holds.</param>
/// <param name="Certificate">The quorum's votes.</param>
/// <param name="Proof">The path from the state root to the key.</param>
public sealed record ProvenValue(byte[]? Value, BlockHeader Header, CommitCertificate Certificate, StateProof Proof)
{
    /// <summary>Whether the key has a value.</summary>
    public bool Found => Value != null;
}
