using Ledger.Contracts.Calculator;
using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// What every mechanism results in; mechanisms that say more derive from it. With nothing cleared, prices are null,
/// lists empty, sums 0. Immutable once returned.
/// </summary>
public class AuctionOutcome
{
    /// <summary>Traded energy in Wh.</summary>
    public Int128 ClearedWh { get; init; }

    /// <summary>What every buyer pays, in µ¤/kWh; null when prices differ or nothing cleared.</summary>
    public long? BuyPriceMicro { get; init; }

    /// <summary>What every seller receives, in µ¤/kWh; null when prices differ or nothing cleared.</summary>
    public long? SellPriceMicro { get; init; }

    /// <summary>
    /// Every order with an accepted quantity, by ordinal id. Amounts are 0 where <see cref="OwnerPayments"/> holds them.
    /// </summary>
    public AuctionFill[] Fills { get; init; } = new AuctionFill[0];

    /// <summary>
    /// Who delivers to whom, in priority order. Where zones' trade or the supervisor stands between, the pairs cover
    /// only what buyers and sellers exchange directly.
    /// </summary>
    public AuctionPair[] Pairs { get; init; } = new AuctionPair[0];

    /// <summary>Buyers' payments minus sellers' receipts, in n¤; negative is a deficit.</summary>
    public Int128 OperatorSurplusNano { get; init; }

    /// <summary>Accepted buys at their limit prices minus accepted sells at theirs, in n¤.</summary>
    public Int128 WelfareNano { get; init; }

    /// <summary>Payments by owner where the mechanism prices owners and not orders; otherwise null.</summary>
    public virtual OwnerPayment[]? OwnerPayments => null;

    /// <summary>The result in the format of the worked examples (docs/market.md).</summary>
    /// <param name="orders">The book that was cleared.</param>
    public virtual DocumentNode Describe(AuctionOrder[] orders) => DocumentNode.Object()
        .With("clearedWh", ClearedWh)
        .With("buyPriceMicro", BuyPriceMicro)
        .With("sellPriceMicro", SellPriceMicro)
        .With("fills", DescribeFills(orders, withAmounts: true))
        .With("pairs", DescribePairs(orders))
        .With("operatorSurplusNano", OperatorSurplusNano)
        .With("welfareNano", WelfareNano);

    /// <summary>The fills as a list.</summary>
    protected DocumentNode DescribeFills(AuctionOrder[] orders, bool withAmounts)
    {
        var list = DocumentNode.List();
        foreach (var fill in Fills)
        {
            var item = DocumentNode.Object()
                .With("id", orders[fill.Order].Id)
                .With("qtyWh", (Int128)fill.QuantityWh);
            list.Add(withAmounts ? item.With("amountNano", fill.AmountNano) : item);
        }

        return list;
    }

    /// <summary>The pairs as a list.</summary>
    protected DocumentNode DescribePairs(AuctionOrder[] orders)
    {
        var list = DocumentNode.List();
        foreach (var pair in Pairs)
        {
            list.Add(DocumentNode.Object()
                .With("buy", orders[pair.Buy].Id)
                .With("sell", orders[pair.Sell].Id)
                .With("qtyWh", (Int128)pair.QuantityWh));
        }

        return list;
    }
}
