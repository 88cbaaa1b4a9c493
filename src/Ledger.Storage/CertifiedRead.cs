using Ledger.Primitives;

namespace Ledger.Storage;

/// <summary>
/// A value, or its absence, with everything a client needs to check it against a quorum's signatures.
/// </summary>
/// <param name="Value">The value, or null when the key is absent.</param>
/// <param name="Proof">Shows it under <see cref="BlockHeader.StateRoot"/> of the header.</param>
/// <param name="Header">Header of the height that was read; null before the first block.</param>
/// <param name="Certificate">Certifies the header; null before the first block.</param>
public sealed record CertifiedRead(
    byte[]? Value, StateProof Proof, BlockHeader? Header, CommitCertificate? Certificate);
