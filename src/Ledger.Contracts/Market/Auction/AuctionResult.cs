namespace Ledger.Contracts.Market.Auction;

/// <summary>
/// The complete outcome of a uniform-price auction. With nothing cleared, lists are empty and all numbers 0. Immutable.
/// </summary>
public sealed class AuctionResult
{
    /// <summary>Names every property; the lists must not change any more.</summary>
    public AuctionResult(
        Int128 clearedWh, long priceMicro, long lowMicro, long highMicro, Int128 welfareNano, AuctionFill[] fills,
            AuctionPair[] pairs)
    {
        ClearedWh = clearedWh;
        PriceMicro = priceMicro;
        LowMicro = lowMicro;
        HighMicro = highMicro;
        WelfareNano = welfareNano;
        Fills = fills;
        Pairs = pairs;
    }

    /// <summary>Traded energy in Wh.</summary>
    public Int128 ClearedWh { get; }

    /// <summary>Whether anything cleared; otherwise there is no price.</summary>
    public bool HasPrice => ClearedWh > 0;

    /// <summary>The uniform price in µ¤/kWh.</summary>
    public long PriceMicro { get; }

    /// <summary>Lower end of the price interval.</summary>
    public long LowMicro { get; }

    /// <summary>Upper end of the price interval.</summary>
    public long HighMicro { get; }

    /// <summary>Accepted buys at their limit prices minus accepted sells at theirs, in n¤.</summary>
    public Int128 WelfareNano { get; }

    /// <summary>Every order with an accepted quantity, by ordinal id.</summary>
    public AuctionFill[] Fills { get; }

    /// <summary>Who delivers to whom, in priority order.</summary>
    public AuctionPair[] Pairs { get; }
}
