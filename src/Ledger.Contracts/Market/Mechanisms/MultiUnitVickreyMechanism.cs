using Ledger.Chaincode;
using Ledger.Contracts.Calculator;
using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// muv: multiple-unit Vickrey procurement of a fixed demand with a reserve price. The cheapest offers serve; each owner
/// receives the value of the units that it displaces. Buy orders of the book do not take part. O(n log n).
/// </summary>
public sealed class MultiUnitVickreyMechanism : IAuctionMechanism
{
    /// <inheritdoc/>
    public string Name => "muv";

    /// <inheritdoc/>
    public AuctionOutcome Clear(AuctionOrder[] orders, MechanismParameters parameters)
    {
        var (demand, reserve) = (parameters.DemandWh, parameters.ReservePriceMicro);
        if (demand < 0 || (Int128)demand * (reserve < 0 ? -(Int128)reserve : reserve) > long.MaxValue)
        {
            throw new ContractRejection("a demand is not negative, and demand times reserve price fits 63 bits");
        }

        // The demand is one buy order at the reserve price, behind the offers in the array; offers above it never trade.
        var book = new AuctionOrder[orders.Length + 1];
        for (var i = 0; i < orders.Length; i++)
        {
            book[i] = orders[i].IsBuy ? orders[i].WithQuantity(0) : orders[i];
        }

        book[orders.Length] = new AuctionOrder("", true, demand, reserve, 0);
        var allocation = Allocation.Sweep(book);
        return Pay(orders, allocation, parameters);
    }

    private static Outcome Pay(AuctionOrder[] orders, Allocation allocation, MechanismParameters parameters)
    {
        var served = allocation.ClearedWh;
        var curve = new WelfareCurve(allocation.Book);
        var owners = new OwnerTable(new OrderBook(Offers(allocation)));
        var welfare = allocation.Welfare();
        var payments = new List<OwnerPayment>();
        Int128 receipts = 0;
        Int128 cost = 0;
        for (var i = 0; i < owners.Names.Length; i++)
        {
            Int128 offered = 0;
            Int128 quantity = 0;
            var mine = owners.OrdersOf(i);
            foreach (var index in mine)
            {
                offered += (Int128)allocation.Filled[index] * orders[index].PriceMicro;
                quantity += allocation.Filled[index];
            }

            if (quantity > 0)
            {
                var receipt = welfare + offered - curve.Without(mine);
                payments.Add(new OwnerPayment(owners.Names[i], quantity, -receipt, receipt - offered));
                receipts += receipt;
                cost += offered;
            }
        }

        long? charge = served == 0 ? null : (long)MechanismRules.CeilDivide(receipts, served);
        allocation.Filled[orders.Length] = 0;
        return new Outcome
        {
            ClearedWh = served,
            BuyPriceMicro = charge,
            Fills = allocation.Fills(new Int128[orders.Length + 1]),
            OperatorSurplusNano = charge == null ? 0 : (charge.Value * served) - receipts,
            WelfareNano = welfare,
            Owners = payments.ToArray(),
            UnservedWh = parameters.DemandWh - served,
            TotalReceiptNano = receipts,
            OfferedCostNano = cost,
        };
    }

    /// <summary>The book without the demand.</summary>
    private static AuctionOrder[] Offers(Allocation allocation)
    {
        var offers = new AuctionOrder[allocation.Filled.Length - 1];
        for (var i = 0; i < offers.Length; i++)
        {
            offers[i] = allocation.Book.Orders[i];
        }

        return offers;
    }

    /// <summary>Prices owners, not orders.</summary>
    public sealed class Outcome : AuctionOutcome
    {
        /// <summary>Every owner that serves, in ordinal order.</summary>
        public required OwnerPayment[] Owners { get; init; }

        /// <summary>Demand that nobody serves within the reserve price, in Wh.</summary>
        public Int128 UnservedWh { get; init; }

        /// <summary>What all owners receive, in n¤.</summary>
        public Int128 TotalReceiptNano { get; init; }

        /// <summary>What they asked for the same energy, in n¤.</summary>
        public Int128 OfferedCostNano { get; init; }

        /// <inheritdoc/>
        public override OwnerPayment[]? OwnerPayments => Owners;

        /// <inheritdoc/>
        public override DocumentNode Describe(AuctionOrder[] orders)
        {
            var owners = DocumentNode.List();
            foreach (var owner in Owners)
            {
                owners.Add(DocumentNode.Object()
                    .With("owner", owner.Owner)
                    .With("qtyWh", owner.QuantityWh)
                    .With("receiptNano", -owner.NetPaymentNano));
            }

            return DocumentNode.Object()
                .With("servedWh", ClearedWh)
                .With("unservedWh", UnservedWh)
                .With("fills", DescribeFills(orders, withAmounts: false))
                .With("owners", owners)
                .With("totalReceiptNano", TotalReceiptNano)
                .With("chargePriceMicro", BuyPriceMicro)
                .With("operatorSurplusNano", OperatorSurplusNano);
        }
    }
}
