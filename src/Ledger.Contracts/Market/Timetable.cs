using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>
/// When the phases of a slot change, in seconds before its start or after its end; without a timetable the operator's
/// calls alone move a slot on. Immutable.
/// </summary>
public sealed class Timetable
{
    /// <summary>Longest time before or after a slot: 400 days.</summary>
    public const long SecondsMax = 34_560_000;

    /// <summary>Names every property.</summary>
    public Timetable(bool isTimed, long opensBefore, long closesBefore, long readingsAfter, long disputesAfter, long offset)
    {
        IsTimed = isTimed;
        OpensBefore = opensBefore;
        ClosesBefore = closesBefore;
        ReadingsAfter = readingsAfter;
        DisputesAfter = disputesAfter;
        Offset = offset;
    }

    /// <summary>Whether the ledger's time moves slots on.</summary>
    public bool IsTimed { get; }

    /// <summary>Opening, before the start of the slot.</summary>
    public long OpensBefore { get; }

    /// <summary>Gate closure, before the start of the slot.</summary>
    public long ClosesBefore { get; }

    /// <summary>How long meters may report after the end of the slot before they are estimated.</summary>
    public long ReadingsAfter { get; }

    /// <summary>How long after that a settled slot may be disputed.</summary>
    public long DisputesAfter { get; }

    /// <summary>Added to the ledger's time, so that a recorded day can be replayed.</summary>
    public long Offset { get; }

    /// <summary>No timetable.</summary>
    public static Timetable ByHand() => new(false, 0, 0, 0, 0, 0);

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    public static Timetable Decode(RecordReader reader) =>
        new(reader.Bool(), reader.Long(), reader.Long(), reader.Long(), reader.Long(), reader.Long());

    /// <summary>Writes all fields.</summary>
    public void Encode(RecordWriter writer) => writer
        .Bool(IsTimed).Long(OpensBefore).Long(ClosesBefore).Long(ReadingsAfter).Long(DisputesAfter).Long(Offset);

    /// <summary>The market's time in seconds since 1970-01-01 UTC.</summary>
    public long Now(CallContext context) => (context.BlockTimeMilliseconds / 1000) + Offset;

    /// <summary>When the slot takes orders.</summary>
    public long OpensAt(long slot) => slot - OpensBefore;

    /// <summary>When it takes no more.</summary>
    public long ClosesAt(long slot) => slot - ClosesBefore;

    /// <summary>Until when meters may report.</summary>
    public long ReadingsUntil(long slot) => slot + Slot.LengthSeconds + ReadingsAfter;

    /// <summary>When a settled slot is final.</summary>
    public long FinalAt(long slot) => ReadingsUntil(slot) + DisputesAfter;

    /// <summary>The phase a slot is in now, from the phase that is stored.</summary>
    public int PhaseAt(int stored, long slot, long now)
    {
        if (!IsTimed)
        {
            return stored;
        }

        if (stored == SlotPhase.Open && now >= ClosesAt(slot))
        {
            return SlotPhase.Closed;
        }

        if (stored == SlotPhase.Sealed && now >= slot + Slot.LengthSeconds)
        {
            return SlotPhase.Delivered;
        }

        return stored == SlotPhase.Settled && now >= FinalAt(slot) ? SlotPhase.Final : stored;
    }
}
