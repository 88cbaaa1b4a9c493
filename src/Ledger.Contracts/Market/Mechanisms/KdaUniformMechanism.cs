using Ledger.Contracts.Calculator;
using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>kda-uniform: uniform-price k-double auction (<see cref="KdaUniform"/>). O(n log n).</summary>
public sealed class KdaUniformMechanism : IAuctionMechanism
{
    /// <inheritdoc/>
    public string Name => "kda-uniform";

    /// <inheritdoc/>
    public AuctionOutcome Clear(AuctionOrder[] orders, MechanismParameters parameters)
    {
        MechanismRules.RequireK(parameters);
        var rules = new KdaRules(
            parameters.KNumerator, parameters.KDenominator, parameters.IsMarginalInterval, parameters.IsProRata);
        var result = KdaUniform.Clear(orders, rules);
        if (!result.HasPrice)
        {
            return new AuctionOutcome();
        }

        return new Outcome
        {
            ClearedWh = result.ClearedWh,
            BuyPriceMicro = result.PriceMicro,
            SellPriceMicro = result.PriceMicro,
            LowMicro = result.LowMicro,
            HighMicro = result.HighMicro,
            Fills = result.Fills,
            Pairs = result.Pairs,
            WelfareNano = result.WelfareNano,
        };
    }

    /// <summary>Also tells the interval of prices.</summary>
    public sealed class Outcome : AuctionOutcome
    {
        /// <summary>Lower end in µ¤/kWh.</summary>
        public long LowMicro { get; init; }

        /// <summary>Upper end in µ¤/kWh.</summary>
        public long HighMicro { get; init; }

        /// <inheritdoc/>
        public override DocumentNode Describe(AuctionOrder[] orders) => base.Describe(orders)
            .With("lowMicro", (Int128)LowMicro)
            .With("highMicro", (Int128)HighMicro);
    }
}
