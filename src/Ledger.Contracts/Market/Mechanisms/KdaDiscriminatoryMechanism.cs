using Ledger.Contracts.Calculator;
using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// kda-discriminatory: each matched pair (b, s) of the sweep trades at its own price s + floor((b - s) k). O(n log n).
/// </summary>
public sealed class KdaDiscriminatoryMechanism : IAuctionMechanism
{
    /// <inheritdoc/>
    public string Name => "kda-discriminatory";

    /// <inheritdoc/>
    public AuctionOutcome Clear(AuctionOrder[] orders, MechanismParameters parameters)
    {
        MechanismRules.RequireK(parameters);
        var allocation = Allocation.Sweep(orders);
        var trades = allocation.Pairs();
        var prices = new long[trades.Length];
        var amounts = new Int128[orders.Length];
        for (var i = 0; i < trades.Length; i++)
        {
            var (buy, sell) = (trades[i].Buy, trades[i].Sell);
            prices[i] = MechanismRules.Between(orders[sell].PriceMicro, orders[buy].PriceMicro, parameters);
            var amount = (Int128)trades[i].QuantityWh * prices[i];
            amounts[buy] += amount;
            amounts[sell] += amount;
        }

        return new Outcome
        {
            ClearedWh = allocation.ClearedWh,
            Fills = allocation.Fills(amounts),
            Pairs = trades,
            PricesMicro = prices,
            WelfareNano = allocation.Welfare(),
        };
    }

    /// <summary>Also tells the price of each pair.</summary>
    public sealed class Outcome : AuctionOutcome
    {
        /// <summary>Prices in µ¤/kWh, in the order of the pairs.</summary>
        public required long[] PricesMicro { get; init; }

        /// <inheritdoc/>
        public override DocumentNode Describe(AuctionOrder[] orders)
        {
            var trades = DocumentNode.List();
            for (var i = 0; i < Pairs.Length; i++)
            {
                trades.Add(DocumentNode.Object()
                    .With("buy", orders[Pairs[i].Buy].Id)
                    .With("sell", orders[Pairs[i].Sell].Id)
                    .With("qtyWh", (Int128)Pairs[i].QuantityWh)
                    .With("priceMicro", (Int128)PricesMicro[i]));
            }

            return base.Describe(orders).With("trades", trades);
        }
    }
}
