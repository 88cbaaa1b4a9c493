namespace Ledger.Contracts.Settlement;

/// <summary>The prices that settle one slot, in µ¤/kWh. Immutable.</summary>
public sealed class SettlementPrices
{
    /// <summary>Names every property.</summary>
    public SettlementPrices(bool hasClearing, long clearingMicro, long retailMicro, long feedInMicro)
    {
        RetailMicro = retailMicro;
        FeedInMicro = feedInMicro;
        DayAheadMicro = hasClearing ? clearingMicro : FloorOfHalf(retailMicro + feedInMicro);
    }

    /// <summary>What the main grid charges.</summary>
    public long RetailMicro { get; }

    /// <summary>What the main grid pays; at most <see cref="RetailMicro"/>.</summary>
    public long FeedInMicro { get; }

    /// <summary>The clearing price, or the middle of the tariff (rounded down) when nothing cleared.</summary>
    public long DayAheadMicro { get; }

    // The shift rounds toward minus infinity, division would round toward zero.
    private static long FloorOfHalf(long value) => value >> 1;
}
