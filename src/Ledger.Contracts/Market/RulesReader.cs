using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>Makes <see cref="MarketRules"/> of a mechanism's name and named numbers, refusing what makes no sense.</summary>
public static class RulesReader
{
    /// <summary>
    /// Known names: <c>kNum</c>, <c>kDen</c>, <c>marginal</c>, <c>prorata</c>, <c>priceMicro</c>, <c>supervisor</c>,
    /// <c>demandWh</c>, <c>stepwise</c>, <c>secure</c>, <c>transportBps</c>, <c>rank</c>; flags are 0
    /// or 1.
    /// </summary>
    public static MarketRules Read(CallContext context, string mechanism, string[] names, long[] values)
    {
        context.Require(names.Length == values.Length, "names and values differ in number");
        foreach (var name in names)
        {
            context.Require(IsKnown(name), "there is no parameter " + name);
        }

        var numerator = Value(names, values, "kNum", 1);
        var denominator = Value(names, values, "kDen", 2);
        context.Require(
            denominator is > 0 and <= MarketRules.DenominatorMax && numerator >= 0 && numerator <= denominator,
            "k is a fraction from 0 to 1");
        var price = Value(names, values, "priceMicro", 0);
        context.Require(
            price is >= -Bounds.PriceMicroMax and <= Bounds.PriceMicroMax,
            "a price is at most 1000 per kWh, up or down");
        var demand = Value(names, values, "demandWh", 0);
        context.Require(demand is >= 0 and <= Bounds.CapacityWattMax, "a demand is 0 to 1 GWh");
        var transport = Value(names, values, "transportBps", 0);
        context.Require(transport is >= 0 and <= 10_000, "the part of the fee is 0 to 10000 basis points");
        return new MarketRules
        {
            Mechanism = mechanism,
            KNumerator = numerator,
            KDenominator = denominator,
            IsMarginalInterval = Flag(context, names, values, "marginal"),
            IsProRata = Flag(context, names, values, "prorata"),
            PriceMicro = price,
            IsSupervised = Flag(context, names, values, "supervisor"),
            DemandWh = demand,
            IsStepwise = Flag(context, names, values, "stepwise"),
            IsSecured = Flag(context, names, values, "secure"),
            TransportBps = transport,
            IsRanked = Flag(context, names, values, "rank"),
        };
    }

    private static bool IsKnown(string name) => name is "kNum" or "kDen" or "marginal" or "prorata" or "priceMicro"
        or "supervisor" or "demandWh" or "stepwise" or "secure" or "transportBps" or "rank";

    private static bool Flag(CallContext context, string[] names, long[] values, string name)
    {
        var value = Value(names, values, name, 0);
        context.Require(value is 0 or 1, "the parameter " + name + " is 0 or 1");
        return value == 1;
    }

    private static long Value(string[] names, long[] values, string name, long missing)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i] == name)
            {
                return values[i];
            }
        }

        return missing;
    }
}
