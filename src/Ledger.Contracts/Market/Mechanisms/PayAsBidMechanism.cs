using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// pay-as-bid: the sweep; each buyer pays and each seller receives its own limit price, the operator keeps the
/// difference. O(n log n).
/// </summary>
public sealed class PayAsBidMechanism : IAuctionMechanism
{
    /// <inheritdoc/>
    public string Name => "pay-as-bid";

    /// <inheritdoc/>
    public AuctionOutcome Clear(AuctionOrder[] orders, MechanismParameters parameters)
    {
        var allocation = Allocation.Sweep(orders);
        var amounts = new Int128[orders.Length];
        for (var i = 0; i < amounts.Length; i++)
        {
            amounts[i] = (Int128)allocation.Filled[i] * orders[i].PriceMicro;
        }

        var welfare = allocation.Welfare();
        return new AuctionOutcome
        {
            ClearedWh = allocation.ClearedWh,
            Fills = allocation.Fills(amounts),
            Pairs = allocation.Pairs(),
            OperatorSurplusNano = welfare,
            WelfareNano = welfare,
        };
    }
}
