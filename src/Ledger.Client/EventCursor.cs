using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>Place of an event on the chain. The default is before the first.</summary>
/// <param name="Height">Height of the block.</param>
/// <param name="TransactionIndex">Place of the transaction in the block, from 0.</param>
/// <param name="EventIndex">Place of the event in the transaction, from 0.</param>
public readonly record struct EventCursor(SequenceNumber Height, int TransactionIndex, int EventIndex) : IComparable<EventCursor>
{
    /// <summary>The first event of a block.</summary>
    public static EventCursor AtHeight(ulong height) => new(new SequenceNumber(height), 0, 0);

    /// <inheritdoc/>
    public int CompareTo(EventCursor other) => (Height.Value, TransactionIndex, EventIndex)
        .CompareTo((other.Height.Value, other.TransactionIndex, other.EventIndex));
}
