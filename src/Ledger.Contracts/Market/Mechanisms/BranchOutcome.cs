using Ledger.Contracts.Calculator;
using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>Also tells which way a trade reduction went.</summary>
public sealed class BranchOutcome : AuctionOutcome
{
    /// <summary>No buy price reached a sell price.</summary>
    public const string None = "none";

    /// <summary>The marginal orders set the prices and did not trade.</summary>
    public const string Reduced = "reduced";

    /// <summary>The orders behind the marginal ones set one price at which all of the sweep traded.</summary>
    public const string Full = "full";

    /// <summary>One of the constants.</summary>
    public required string Branch { get; init; }

    /// <inheritdoc/>
    public override DocumentNode Describe(AuctionOrder[] orders) => base.Describe(orders).With("branch", Branch);
}
