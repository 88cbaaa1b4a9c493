namespace Ledger.Contracts.Market;

/// <summary>Where a slot of a market stands; numbers are stored and reported.</summary>
public static class SlotPhase
{
    /// <summary>Not opened: takes no orders.</summary>
    public const int Absent = 0;

    /// <summary>Takes orders.</summary>
    public const int Open = 1;

    /// <summary>The auction ran; fills are final.</summary>
    public const int Cleared = 2;

    /// <summary>Deviations are paid; nothing changes any more.</summary>
    public const int Settled = 3;

    /// <summary>The phase's name for messages.</summary>
    public static string NameOf(int phase) =>
        phase == Open ? "open" : phase == Cleared ? "cleared" : phase == Settled ? "settled" : "not opened";
}
