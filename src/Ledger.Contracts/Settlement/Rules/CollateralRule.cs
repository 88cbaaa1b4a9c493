using Ledger.Contracts.Calculator;
using Ledger.Contracts.Market.Mechanisms;

namespace Ledger.Contracts.Settlement.Rules;

/// <summary>
/// collateral (M10, M14): max(floor, ceil(Q x P x base x (20000 - score) / 10^8)), base and score in basis points: the
/// full base rate at score 10000, twice at 0. Pure.
/// </summary>
public sealed class CollateralRule : ICalculation
{
    private const long Scale = 100_000_000;

    /// <inheritdoc/>
    public string Name => "collateral";

    /// <summary>The collateral in n¤.</summary>
    public static Int128 Collateral(
        long quantityWh, long priceMicro, long baseBasisPoints, long scoreBasisPoints, Int128 floorNano)
    {
        var value = (Int128)quantityWh * priceMicro * baseBasisPoints * (20_000 - scoreBasisPoints);
        var collateral = MechanismRules.CeilDivide(value, Scale);
        return collateral > floorNano ? collateral : floorNano;
    }

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input)
    {
        var floor = input.Find("floorNano");
        return DocumentNode.Object().With("collateralNano", Collateral(
            input.Long("qtyWh", 0, long.MaxValue),
            input.Long("priceMicro"),
            input.Long("baseBps", 0, 1_000_000),
            input.Long("scoreBps", 0, 10_000),
            floor == null ? 0 : floor.AsNumber()));
    }
}
