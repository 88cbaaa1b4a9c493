using Ledger.Contracts.Calculator;
using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// fixed-price (M1): a session at a given price. Only orders that the price suits take part, the earlier first. The long
/// side is rationed, or the grid supervisor sells or buys the difference at the price. O(n log n).
/// </summary>
public sealed class FixedPriceMechanism : IAuctionMechanism
{
    /// <inheritdoc/>
    public string Name => "fixed-price";

    /// <inheritdoc/>
    public AuctionOutcome Clear(AuctionOrder[] orders, MechanismParameters parameters)
    {
        var price = parameters.PriceMicro;
        var timed = new AuctionOrder[orders.Length];
        for (var i = 0; i < orders.Length; i++)
        {
            // At one price for all, only time decides; orders that it does not suit ask for nothing.
            var order = orders[i];
            var suits = order.IsBuy ? order.PriceMicro >= price : order.PriceMicro <= price;
            timed[i] = new AuctionOrder(order.Id, order.IsBuy, suits ? order.QuantityWh : 0, price, order.Sequence);
        }

        var book = new OrderBook(timed);
        var filled = parameters.IsSupervised ? Whole(timed)
            : parameters.IsProRata ? TradeReduction.Share(book, book.Buys.Length, book.Sells.Length)
            : Sweep.Fill(book);
        return Describe(orders, new Allocation(book, filled), price);
    }

    private static long[] Whole(AuctionOrder[] orders)
    {
        var filled = new long[orders.Length];
        for (var i = 0; i < filled.Length; i++)
        {
            filled[i] = orders[i].QuantityWh;
        }

        return filled;
    }

    private static Outcome Describe(AuctionOrder[] orders, Allocation allocation, long price)
    {
        Int128 sold = 0;
        foreach (var index in allocation.Book.Sells)
        {
            sold += allocation.Filled[index];
        }

        var bought = allocation.ClearedWh;
        var direct = bought < sold ? bought : sold;
        return new Outcome
        {
            ClearedWh = direct,
            BuyPriceMicro = bought > 0 ? price : null,
            SellPriceMicro = sold > 0 ? price : null,
            Fills = allocation.FillsAt(price, price),
            Pairs = Pairs(allocation),
            BoughtWh = bought,
            SoldWh = sold,
            SupervisorNano = (bought - sold) * price,
            OperatorSurplusNano = 0,
            WelfareNano = new Allocation(new OrderBook(orders), allocation.Filled).Welfare(),
        };
    }

    /// <summary>Both sides matched as far as the shorter one reaches.</summary>
    private static AuctionPair[] Pairs(Allocation allocation)
    {
        var reach = new AuctionOrder[allocation.Filled.Length];
        for (var i = 0; i < reach.Length; i++)
        {
            reach[i] = allocation.Book.Orders[i].WithQuantity(allocation.Filled[i]);
        }

        var book = new OrderBook(reach);
        return Sweep.Pair(book, Sweep.Fill(book));
    }

    /// <summary>Also tells what the grid supervisor does.</summary>
    public sealed class Outcome : AuctionOutcome
    {
        /// <summary>Wh that buyers got.</summary>
        public Int128 BoughtWh { get; init; }

        /// <summary>Wh that sellers sold.</summary>
        public Int128 SoldWh { get; init; }

        /// <summary>n¤ that the supervisor receives; negative pays.</summary>
        public Int128 SupervisorNano { get; init; }

        /// <inheritdoc/>
        public override DocumentNode Describe(AuctionOrder[] orders) => DocumentNode.Object()
            .With("boughtWh", BoughtWh)
            .With("soldWh", SoldWh)
            .With("supervisorSellsWh", BoughtWh - SoldWh)
            .With("supervisorNano", SupervisorNano)
            .With("fills", DescribeFills(orders, withAmounts: true))
            .With("pairs", DescribePairs(orders));
    }
}
