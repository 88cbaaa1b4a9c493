using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Market.Mechanisms;

namespace Ledger.Contracts.Market.Continuous;

/// <summary>
/// What the trades of a slot's continuous book come to, in the form that every mechanism results in: each trade is a pair
/// and settles at its own price. O(orders + trades). Immutable.
/// </summary>
public sealed class ContinuousClearing
{
    private readonly SlotBook _book;

    // Index in the book of the order that had a sequence, whatever sequence it has now.
    private readonly int[] _indexOf;

    /// <summary>Finds every order by every sequence that it ever had.</summary>
    /// <param name="book">The book; an order that traded is never left out of it.</param>
    /// <param name="sequences">Sequences given so far.</param>
    /// <param name="amendments">All amendments, by the sequence that they led to.</param>
    public ContinuousClearing(SlotBook book, int sequences, AmendmentRecord[] amendments)
    {
        _book = book;
        _indexOf = new int[sequences];
        for (var i = 0; i < book.Orders.Length; i++)
        {
            _indexOf[book.Orders[i].Sequence] = i;
        }

        for (var i = amendments.Length - 1; i >= 0; i--)
        {
            _indexOf[amendments[i].Before] = _indexOf[amendments[i].After];
        }
    }

    /// <summary>Traded Wh of each order of the book.</summary>
    public long[] TradedWh(TradesRecord[] trades)
    {
        var traded = new long[_book.Orders.Length];
        foreach (var some in trades)
        {
            var taker = _indexOf[some.TakerSequence];
            for (var i = 0; i < some.QuantitiesWh.Length; i++)
            {
                traded[taker] += some.QuantitiesWh[i];
                traded[_indexOf[(int)some.MakerSequences[i]]] += some.QuantitiesWh[i];
            }
        }

        return traded;
    }

    /// <summary>The outcome; its price is the mean of all trades, rounded down, and no uniform one.</summary>
    public MarketOutcome Outcome(TradesRecord[] trades)
    {
        var amounts = new long[_book.Orders.Length];
        var pairs = new List<AuctionPair>();
        Int128 welfare = 0;
        Int128 paid = 0;
        long cleared = 0;
        foreach (var some in trades)
        {
            var taker = _indexOf[some.TakerSequence];
            for (var i = 0; i < some.QuantitiesWh.Length; i++)
            {
                var maker = _indexOf[(int)some.MakerSequences[i]];
                var quantity = some.QuantitiesWh[i];
                var amount = quantity * some.PricesMicro[i];
                amounts[taker] += amount;
                amounts[maker] += amount;
                paid += amount;
                cleared += quantity;
                var gap = some.TakerLimitMicro - some.PricesMicro[i];
                welfare += (Int128)quantity * (some.TakerIsBuy ? gap : -gap);
                pairs.Add(new AuctionPair(
                    some.TakerIsBuy ? taker : maker, some.TakerIsBuy ? maker : taker, quantity));
            }
        }

        var mean = cleared == 0 ? 0 : (long)MechanismRules.FloorDivide(paid, cleared);
        return new MarketOutcome
        {
            FilledWh = TradedWh(trades),
            AmountsNano = amounts,
            TransportNano = new long[_book.Orders.Length],
            Pairs = pairs.ToArray(),
            ClearedWh = cleared,
            PriceMicro = mean,
            LowMicro = mean,
            HighMicro = mean,
            WelfareNano = welfare,
        };
    }
}
