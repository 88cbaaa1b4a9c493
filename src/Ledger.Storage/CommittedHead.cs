using Ledger.Primitives;
using Ledger.Storage.Tree;

namespace Ledger.Storage;

/// <summary>
/// The newest committed block and the state after it, published as one object so that readers never see a mixture.
/// </summary>
/// <param name="Height">0 before the first block.</param>
/// <param name="StateRoot">Root of the state.</param>
/// <param name="Header">Null before the first block.</param>
/// <param name="Certificate">Null before the first block.</param>
/// <param name="Tree">The state's tree.</param>
internal sealed record CommittedHead(
    SequenceNumber Height, Digest StateRoot, BlockHeader? Header, CommitCertificate? Certificate, CommittedTree Tree);
