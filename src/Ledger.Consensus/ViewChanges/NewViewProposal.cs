using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// A member of O (§4.4): what the new primary pre-prepares for a height. A digest of zeros is the null batch.
/// </summary>
/// <param name="Digest">The batch's digest.</param>
/// <param name="Signature">The new primary's, over the pre-prepare body for the new view.</param>
internal readonly record struct NewViewProposal(Digest Digest, ReadOnlyMemory<byte> Signature);
