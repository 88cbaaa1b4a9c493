using Ledger.Contracts.Market.Zones;
using Ledger.Contracts.Settlement.Rules;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>The parameters of all mechanisms; each reads its own. Immutable.</summary>
public sealed class MechanismParameters
{
    /// <summary>Largest denominator of k.</summary>
    public const long DenominatorMax = 1_000_000_000;

    /// <summary>Numerator of k, 0 to <see cref="KDenominator"/>: 0 gives everything to the buyers.</summary>
    public long KNumerator { get; init; } = 1;

    /// <summary>Denominator of k, 1 to <see cref="DenominatorMax"/>.</summary>
    public long KDenominator { get; init; } = 2;

    /// <summary>
    /// kda-uniform: whether the interval is that of the last accepted orders; otherwise that of all market-clearing
    /// prices.
    /// </summary>
    public bool IsMarginalInterval { get; init; }

    /// <summary>
    /// kda-uniform: whether the last accepted price level is shared by quantity; fixed-price: whether the long side is.
    /// Otherwise the earlier order comes first.
    /// </summary>
    public bool IsProRata { get; init; }

    /// <summary>fixed-price: the price in µ¤/kWh.</summary>
    public long PriceMicro { get; init; }

    /// <summary>fixed-price: whether the grid supervisor takes the difference of both sides.</summary>
    public bool IsSupervised { get; init; }

    /// <summary>muv: the energy that is bought, in Wh.</summary>
    public long DemandWh { get; init; }

    /// <summary>muv: the most that is paid, in µ¤/kWh.</summary>
    public long ReservePriceMicro { get; init; }

    /// <summary>zonal, pun: the zones and the links between them.</summary>
    public ZoneNetwork Zones { get; init; } = ZoneNetwork.Empty();

    /// <summary>auction-house: the grid graph with its fees.</summary>
    public FeeGraph Graph { get; init; } = FeeGraph.Empty();
}
