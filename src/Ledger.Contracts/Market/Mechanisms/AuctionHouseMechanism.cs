using Ledger.Contracts.Calculator;
using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// auction-house (M12, M13): buyers in priority order choose among the offers of an origin they accept, by landed price,
/// which is the price plus the fee of the cheapest path. Price = sell price + floor((limit - landed price) k); the buyer
/// pays energy and fee, the grid operator gets the fee. O(buyers x offers) at worst.
/// </summary>
public sealed class AuctionHouseMechanism : IAuctionMechanism
{
    /// <inheritdoc/>
    public string Name => "auction-house";

    /// <inheritdoc/>
    public AuctionOutcome Clear(AuctionOrder[] orders, MechanismParameters parameters)
    {
        MechanismRules.RequireK(parameters);
        var book = new OrderBook(orders);
        var house = new LandedOffers(book, parameters.Graph);
        var filled = new long[orders.Length];
        var amounts = new Int128[orders.Length];
        var trades = new List<LandedTrade>();
        Int128 fees = 0;
        foreach (var buy in book.Buys)
        {
            var offers = house.For(orders[buy].Node);
            for (var i = offers.First(filled); i < offers.Count && filled[buy] < orders[buy].QuantityWh; i++)
            {
                var sell = offers.OrderAt(i);
                var left = orders[sell].QuantityWh - filled[sell];
                var landed = offers.PriceAt(i);
                if (landed > orders[buy].PriceMicro)
                {
                    break;
                }

                if (left == 0 || !Accepts(orders[buy].Origins, orders[sell].Origin))
                {
                    continue;
                }

                var needed = orders[buy].QuantityWh - filled[buy];
                var trade = new LandedTrade(
                    buy, sell, left < needed ? left : needed,
                    EnergyPrice(orders[sell].PriceMicro, orders[buy].PriceMicro - landed, parameters),
                    offers.FeeAt(i), offers.PathAt(i));
                filled[buy] += trade.QuantityWh;
                filled[sell] += trade.QuantityWh;
                amounts[buy] += trade.BuyerPaysNano;
                amounts[sell] += trade.SellerGetsNano;
                fees += trade.GridGetsNano;
                trades.Add(trade);
            }
        }

        var allocation = new Allocation(book, filled);
        return new Outcome
        {
            ClearedWh = allocation.ClearedWh,
            Fills = allocation.Fills(amounts),
            Pairs = Pairs(trades),
            OperatorSurplusNano = 0,
            WelfareNano = allocation.Welfare() - fees,
            Trades = trades.ToArray(),
            GridFeeNano = fees,
        };
    }

    private static long EnergyPrice(long sellPrice, Int128 gain, MechanismParameters parameters) =>
        (long)(sellPrice + (gain * parameters.KNumerator / parameters.KDenominator));

    private static bool Accepts(string[] origins, string origin)
    {
        foreach (var accepted in origins)
        {
            if (accepted == origin)
            {
                return true;
            }
        }

        return origins.Length == 0;
    }

    private static AuctionPair[] Pairs(List<LandedTrade> trades)
    {
        var pairs = new AuctionPair[trades.Count];
        for (var i = 0; i < pairs.Length; i++)
        {
            pairs[i] = new AuctionPair(trades[i].Buy, trades[i].Sell, trades[i].QuantityWh);
        }

        return pairs;
    }

    /// <summary>
    /// Also tells fees and paths. A buyer's amount includes the fee; the welfare is what is left after the fees.
    /// </summary>
    public sealed class Outcome : AuctionOutcome
    {
        /// <summary>In the order made.</summary>
        public required LandedTrade[] Trades { get; init; }

        /// <summary>What the grid operator gets, in n¤.</summary>
        public Int128 GridFeeNano { get; init; }

        /// <inheritdoc/>
        public override DocumentNode Describe(AuctionOrder[] orders)
        {
            var trades = DocumentNode.List();
            foreach (var trade in Trades)
            {
                trades.Add(DocumentNode.Object()
                    .With("buy", orders[trade.Buy].Id)
                    .With("sell", orders[trade.Sell].Id)
                    .With("qtyWh", (Int128)trade.QuantityWh)
                    .With("energyPriceMicro", (Int128)trade.EnergyPriceMicro)
                    .With("feeMicro", (Int128)trade.FeeMicro)
                    .With("path", DocumentNode.Texts(trade.Path))
                    .With("origin", orders[trade.Sell].Origin)
                    .With("buyerPaysNano", trade.BuyerPaysNano)
                    .With("sellerGetsNano", trade.SellerGetsNano)
                    .With("gridGetsNano", trade.GridGetsNano));
            }

            return DocumentNode.Object()
                .With("clearedWh", ClearedWh)
                .With("trades", trades)
                .With("gridFeeNano", GridFeeNano)
                .With("fills", DescribeFills(orders, withAmounts: false));
        }
    }
}
