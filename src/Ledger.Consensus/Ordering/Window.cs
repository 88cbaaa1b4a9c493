using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// The heights between the watermarks, h &lt; n ≤ H = h + size, in a ring: memory is bounded whatever peers send
/// (§4.2). Slots are made when first touched.
/// </summary>
internal sealed class Window(SequenceNumber low, int size, int replicaCount)
{
    private readonly Slot?[] _slots = new Slot?[size];

    /// <summary>h, the low watermark.</summary>
    public SequenceNumber Low { get; private set; } = low;

    /// <summary>The last height of the epoch, once a change of members is decided: nothing above belongs here.</summary>
    public SequenceNumber? Limit { get; set; }

    /// <summary>H, the high watermark.</summary>
    public SequenceNumber High =>
        Limit is { } limit && limit.Value < Low.Value + (ulong)_slots.Length
            ? limit : new SequenceNumber(Low.Value + (ulong)_slots.Length);

    public bool Contains(SequenceNumber height) => height > Low && height <= High;

    /// <summary>The slot of a height, or null when it is outside the window or untouched.</summary>
    public Slot? Find(SequenceNumber height) => Contains(height) ? _slots[IndexOf(height)] : null;

    /// <summary>The slot of a height inside the window.</summary>
    public Slot FindOrAdd(SequenceNumber height, ViewNumber view)
    {
        Check.That(Contains(height), "a slot is between the watermarks");
        return _slots[IndexOf(height)] ??= new Slot(height, view, replicaCount);
    }

    /// <summary>Moves the low watermark up; slots at and below it are gone.</summary>
    public void SlideTo(SequenceNumber low)
    {
        Check.That(low >= Low, "watermarks do not go back");
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_slots[i] is { } slot && slot.Height <= low)
            {
                _slots[i] = null;
            }
        }

        Low = low;
    }

    private int IndexOf(SequenceNumber height) => (int)(height.Value % (ulong)_slots.Length);
}
