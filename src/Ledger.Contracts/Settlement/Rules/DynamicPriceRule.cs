using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Settlement.Rules;

/// <summary>
/// dynamic-price (M16): per energy type max - floor((max - min) x min(S, D) / D), and min without demand: the more is
/// generated, the lower the price. Pure.
/// </summary>
public sealed class DynamicPriceRule : ICalculation
{
    /// <inheritdoc/>
    public string Name => "dynamic-price";

    /// <summary>The price of one type in µ¤/kWh; min is at most max, supply and demand are not negative.</summary>
    public static long Price(long supplyWh, long demandWh, long minMicro, long maxMicro)
    {
        if (demandWh == 0)
        {
            return minMicro;
        }

        var covered = supplyWh < demandWh ? supplyWh : demandWh;
        return (long)(maxMicro - (((Int128)maxMicro - minMicro) * covered / demandWh));
    }

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input)
    {
        var prices = DocumentNode.List();
        var types = input.Items("types");
        for (var i = 0; i < types.Count; i++)
        {
            var type = types.At(i);
            var min = type.Long("minMicro");
            var price = Price(
                type.Long("supplyWh", 0, long.MaxValue), type.Long("demandWh", 0, long.MaxValue), min,
                type.Long("maxMicro", min, long.MaxValue));
            prices.Add(DocumentNode.Object().With("type", type.Text("type")).With("priceMicro", (Int128)price));
        }

        return DocumentNode.Object().With("prices", prices);
    }
}
