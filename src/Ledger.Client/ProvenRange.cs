namespace Ledger.Client;

/// <summary>
/// All keys of a contract under a prefix: each value is proven, and that no key is missing is the word of f+1 validators, so
/// of at least one honest one. Immutable.
/// </summary>
/// <param name="Entries">By ascending key.</param>
/// <param name="Nodes">The validators that gave this list of keys, <c>organisation/name</c>.</param>
public sealed record ProvenRange(IReadOnlyList<ProvenEntry> Entries, IReadOnlyList<string> Nodes);
