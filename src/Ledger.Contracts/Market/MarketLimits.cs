namespace Ledger.Contracts.Market;

/// <summary>Bounds of a market.</summary>
public static class MarketLimits
{
    /// <summary>Most participants of one market.</summary>
    public const int ParticipantsMax = 1_000;

    /// <summary>
    /// Most orders of one participant on one side of one slot, cancelled ones included, so that nobody can use up the
    /// room of others.
    /// </summary>
    public const int OrdersPerSideMax = 5;

    /// <summary>Most orders of one slot: all participants with all their orders.</summary>
    public const int OrdersPerSlotMax = 2 * OrdersPerSideMax * ParticipantsMax;

    /// <summary>Fills in one stored page; a page of the longest names stays below 64 KiB.</summary>
    public const int FillsPerPage = 400;

    /// <summary>Pairs in one stored page; a page of the longest accounts stays below 64 KiB.</summary>
    public const int PairsPerPage = 400;

    /// <summary>
    /// Resting orders that one order of a continuous auction trades with at most; their longest names stay below 64 KiB.
    /// </summary>
    public const int TradesPerOrderMax = 400;

    /// <summary>Most flexible orders that one market has at a time.</summary>
    public const int FlexibleOrdersMax = 1_000;

    /// <summary>Longest window of a flexible order, in slots: two days.</summary>
    public const int FlexibleWindowMax = 192;

    /// <summary>How often a slot is cleared again at most because a block order got too little.</summary>
    public const int BlockRoundsMax = 32;

    /// <summary>Most markets that send their rest to one parent.</summary>
    public const int SourcesMax = 64;
}
