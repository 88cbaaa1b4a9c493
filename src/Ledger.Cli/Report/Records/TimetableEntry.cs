using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>When the phases of a slot change by the ledger's time, in seconds. Immutable.</summary>
internal sealed record TimetableEntry(
    bool IsTimed, long OpensBefore, long ClosesBefore, long ReadingsAfter, long DisputesAfter, long Offset)
{
    private const int Open = 1;
    private const int Closed = 2;
    private const int Sealed = 5;
    private const int Delivered = 6;
    private const int Settled = 8;
    private const int Final = 10;

    /// <summary>Reads the part of a record that holds it.</summary>
    public static TimetableEntry Decode(ref ResultReader reader) =>
        new(reader.Bool(), reader.Long(), reader.Long(), reader.Long(), reader.Long(), reader.Long());

    /// <summary>The phase at a ledger time, from the phase that is stored, as the contract market counts it.</summary>
    public int PhaseAt(int stored, long slot, long timeMilliseconds)
    {
        var now = (timeMilliseconds / 1000) + Offset;
        var end = slot + LedgerRecords.SlotSeconds;
        return !IsTimed ? stored
            : stored == Open && now >= slot - ClosesBefore ? Closed
            : stored == Sealed && now >= end ? Delivered
            : stored == Settled && now >= end + ReadingsAfter + DisputesAfter ? Final
            : stored;
    }
}
