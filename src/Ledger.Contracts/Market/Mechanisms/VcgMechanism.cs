using Ledger.Contracts.Calculator;
using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// vcg: Vickrey-Clarke-Groves, one bidder per owner with all its orders. Allocation by the sweep with welfare W; owner i
/// pays W(without i) - (W - its own part). Truthful and efficient; the operator covers the deficit. O(n log n) for all
/// owners together (<see cref="WelfareCurve"/>), times the logarithm of n for an owner's own orders.
/// </summary>
public sealed class VcgMechanism : IAuctionMechanism
{
    /// <inheritdoc/>
    public string Name => "vcg";

    /// <inheritdoc/>
    public AuctionOutcome Clear(AuctionOrder[] orders, MechanismParameters parameters)
    {
        var allocation = Allocation.Sweep(orders);
        var curve = new WelfareCurve(allocation.Book);
        var owners = new OwnerTable(allocation.Book);
        var payments = new OwnerPayment[owners.Names.Length];
        var welfare = allocation.Welfare();
        Int128 sum = 0;
        for (var i = 0; i < payments.Length; i++)
        {
            Int128 own = 0;
            Int128 quantity = 0;
            var mine = owners.OrdersOf(i);
            foreach (var index in mine)
            {
                var value = (Int128)allocation.Filled[index] * orders[index].PriceMicro;
                own += orders[index].IsBuy ? value : -value;
                quantity += allocation.Filled[index];
            }

            var payment = curve.Without(mine) - (welfare - own);
            payments[i] = new OwnerPayment(owners.Names[i], quantity, payment, own - payment);
            sum += payment;
        }

        return new Outcome
        {
            ClearedWh = allocation.ClearedWh,
            Fills = allocation.Fills(new Int128[orders.Length]),
            Pairs = allocation.Pairs(),
            OperatorSurplusNano = sum,
            WelfareNano = welfare,
            Owners = payments,
        };
    }

    /// <summary>Prices owners, not orders.</summary>
    public sealed class Outcome : AuctionOutcome
    {
        /// <summary>Every owner with an order of positive quantity, in ordinal order.</summary>
        public required OwnerPayment[] Owners { get; init; }

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
                    .With("netPaymentNano", owner.NetPaymentNano)
                    .With("utilityNano", owner.UtilityNano));
            }

            return DocumentNode.Object()
                .With("clearedWh", ClearedWh)
                .With("fills", DescribeFills(orders, withAmounts: false))
                .With("pairs", DescribePairs(orders))
                .With("owners", owners)
                .With("deficitNano", -OperatorSurplusNano)
                .With("welfareNano", WelfareNano);
        }
    }
}
