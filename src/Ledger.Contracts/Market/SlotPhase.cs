namespace Ledger.Contracts.Market;

/// <summary>
/// Where a slot of a market stands (M9); numbers are stored and reported, and grow along the usual way. Open becomes
/// closed, sealed becomes delivered and settled becomes final by the ledger's time alone when the market has a timetable.
/// </summary>
public static class SlotPhase
{
    /// <summary>Not opened: takes no orders.</summary>
    public const int Absent = 0;

    /// <summary>Takes orders.</summary>
    public const int Open = 1;

    /// <summary>Takes no more orders.</summary>
    public const int Closed = 2;

    /// <summary>The auction ran.</summary>
    public const int Cleared = 3;

    /// <summary>The feeder bears the result.</summary>
    public const int Secured = 4;

    /// <summary>The result is the schedule.</summary>
    public const int Sealed = 5;

    /// <summary>The slot is over.</summary>
    public const int Delivered = 6;

    /// <summary>All meters have reported, or are estimated.</summary>
    public const int Metered = 7;

    /// <summary>Deviations are paid.</summary>
    public const int Settled = 8;

    /// <summary>Somebody, or the feeder's sum, contradicts; the supervisor decides.</summary>
    public const int Disputed = 9;

    /// <summary>Nothing changes any more.</summary>
    public const int Final = 10;

    /// <summary>The phase's name for messages.</summary>
    public static string NameOf(int phase) => phase switch
    {
        Open => "open",
        Closed => "closed",
        Cleared => "cleared",
        Secured => "secured",
        Sealed => "sealed",
        Delivered => "delivered",
        Metered => "metered",
        Settled => "settled",
        Disputed => "disputed",
        Final => "final",
        _ => "not opened",
    };
}
