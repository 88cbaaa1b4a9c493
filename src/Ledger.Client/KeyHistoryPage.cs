using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>Some versions of a key. Immutable.</summary>
/// <param name="Versions">Oldest first, each behind those of the page before; may be empty.</param>
/// <param name="LowestHistory">
/// From this height on none is missing, beginning with the value that the key had there; 0 when nothing was pruned.
/// </param>
/// <param name="Latest">
/// The key's value, proven, when the reading began: the newest version up to that height has this value, or the reading
/// ends with an exception.
/// </param>
public sealed record KeyHistoryPage(IReadOnlyList<KeyVersion> Versions, SequenceNumber LowestHistory, ProvenValue Latest);
