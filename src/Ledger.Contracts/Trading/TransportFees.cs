using Ledger.Chaincode;
using Ledger.Contracts.Registry;
using Ledger.Contracts.Settlement.Rules;

namespace Ledger.Contracts.Trading;

/// <summary>
/// What transport between two assets costs (M13): the fee of the cheapest path over the feeder's lines, reduced inside the
/// microgrid, nothing at one bus (before the meter).
/// </summary>
public static class TransportFees
{
    private const long BasisPoints = 10_000;

    /// <summary>The fee in µ¤/kWh, rounded down; rejects when there is no path.</summary>
    public static long Between(CallContext context, AssetRecord seller, AssetRecord buyer, TradingTerms terms)
    {
        if (seller.Microgrid == buyer.Microgrid && seller.Bus == buyer.Bus)
        {
            return 0;
        }

        context.Require(
            seller.Microgrid == buyer.Microgrid,
            "UNREACHABLE: microgrids " + seller.Microgrid + " and " + buyer.Microgrid + " trade at their common market");
        var feeder = RegistryCalls.Feeder(context, seller.Microgrid);
        if (feeder == null)
        {
            return 0;
        }

        var found = TransportFee.Between(GraphOf(feeder), seller.Bus, buyer.Bus);
        context.Require(
            found != null, "UNREACHABLE: there is no path from bus " + seller.Bus + " to bus " + buyer.Bus);
        return (long)((Int128)found.Value.FeeMicro * terms.InsideFeeBps / BasisPoints);
    }

    /// <summary>The feeder's lines as a graph of fees.</summary>
    public static FeeGraph GraphOf(FeederRecord feeder)
    {
        var a = new string[feeder.Lines.Length];
        var b = new string[feeder.Lines.Length];
        for (var i = 0; i < a.Length; i++)
        {
            a[i] = feeder.Buses[feeder.From[i]];
            b[i] = feeder.Buses[feeder.To[i]];
        }

        return new FeeGraph(a, b, feeder.FeeMicro);
    }
}
