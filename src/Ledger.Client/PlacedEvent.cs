using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>
/// An event and its place. One node's word; <see cref="LedgerClient.BlocksAsync"/> gives what is certified. Immutable.
/// </summary>
/// <param name="Event">Contract, name and data.</param>
/// <param name="TransactionId">The transaction that emitted it.</param>
/// <param name="Position">Where it is.</param>
/// <param name="Next">Where to go on after it; store it once the event is dealt with.</param>
public sealed record PlacedEvent(LedgerEvent Event, Digest TransactionId, EventCursor Position, EventCursor Next);
