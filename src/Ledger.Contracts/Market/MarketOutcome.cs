using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market;

/// <summary>
/// What a mechanism made of a slot's book; columns in the order of its orders.
/// </summary>
public sealed class MarketOutcome
{
    /// <summary>Accepted Wh of each order.</summary>
    public required long[] FilledWh { get; init; }

    /// <summary>What the buyer pays or the seller receives, in n¤.</summary>
    public required long[] AmountsNano { get; init; }

    /// <summary>Who delivers to whom.</summary>
    public required AuctionPair[] Pairs { get; init; }

    /// <summary>What each buy order pays for transport, in n¤; all 0 unless the mechanism prices it.</summary>
    public required long[] TransportNano { get; init; }

    /// <summary>Traded Wh.</summary>
    public long ClearedWh { get; init; }

    /// <summary>Whether everyone trades at one price.</summary>
    public bool HasPrice { get; init; }

    /// <summary>That price, µ¤/kWh.</summary>
    public long PriceMicro { get; init; }

    /// <summary>Lower end of the price interval.</summary>
    public long LowMicro { get; init; }

    /// <summary>Upper end of the price interval.</summary>
    public long HighMicro { get; init; }

    /// <summary>Welfare in n¤ at the limit prices.</summary>
    public Int128 WelfareNano { get; init; }

    /// <summary>What the grid supervisor sells (negative: buys), in Wh.</summary>
    public long SupervisorSellsWh { get; init; }

    /// <summary>How often the auction ran.</summary>
    public int Rounds { get; private set; } = 1;

    /// <summary>The limits that bind.</summary>
    public string[] Binding { get; private set; } = new string[0];

    /// <summary>Most Wh of each order that the feeder bears; null when it was not asked.</summary>
    public long[]? AllowedWh { get; private set; }

    /// <summary>Price of each bus in µ¤/kWh; empty when the feeder was not asked or nothing cleared.</summary>
    public long[] BusPricesMicro { get; private set; } = new long[0];

    /// <summary>Adds what the security check found.</summary>
    public void Secure(long[] allowedWh, int rounds, string[] binding, long[] busPricesMicro)
    {
        AllowedWh = allowedWh;
        Rounds = rounds;
        Binding = binding;
        BusPricesMicro = busPricesMicro;
    }
}
