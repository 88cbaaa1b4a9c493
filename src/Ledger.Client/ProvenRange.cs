using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>
/// All keys of a contract under a prefix: each value is proven, and that no key is missing is the word of f+1 validators, so
/// of at least one honest one. Immutable.
/// </summary>
/// <param name="Header">
/// The certified header that the list was read under; of a list that takes several answers, the last one's.
/// </param>
/// <param name="Certificate">The quorum's votes for it.</param>
/// <param name="Entries">By ascending key.</param>
/// <param name="Nodes">The validators that gave this list of keys, <c>organisation/name</c>.</param>
public sealed record ProvenRange(
    BlockHeader Header,
    CommitCertificate Certificate,
    IReadOnlyList<ProvenEntry> Entries,
    IReadOnlyList<string> Nodes);
