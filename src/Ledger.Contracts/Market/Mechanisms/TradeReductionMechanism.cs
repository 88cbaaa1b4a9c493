using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// trade-reduction: the last buy and the last sell order of the sweep set the prices and do not trade; the better orders
/// trade what the smaller side has. Truthful for orders of equal size, and only for these. O(n log n).
/// </summary>
public sealed class TradeReductionMechanism : IAuctionMechanism
{
    /// <inheritdoc/>
    public string Name => "trade-reduction";

    /// <inheritdoc/>
    public AuctionOutcome Clear(AuctionOrder[] orders, MechanismParameters parameters) =>
        TradeReduction.Reduce(Allocation.Sweep(orders));
}
