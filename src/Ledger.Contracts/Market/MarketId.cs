using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>
/// The name of a market: the microgrid's id for its spot market, <c>ID:forward</c>, <c>ID:adjustment</c> and
/// <c>ID:reserve</c> for the other sessions of the same slots (M1, M4). All of them have the participants, and share the
/// capacities, of the microgrid. Pure.
/// </summary>
public static class MarketId
{
    /// <summary>Session at a fixed price, long before the slot (M1).</summary>
    public const string Forward = "forward";

    /// <summary>Session after the spot market (M4).</summary>
    public const string Adjustment = "adjustment";

    /// <summary>Procurement of reserves (M4).</summary>
    public const string Reserve = "reserve";

    /// <summary>The microgrid of a market.</summary>
    public static string MicrogridOf(string market)
    {
        var colon = Names.IndexOf(market, ':');
        return colon < 0 ? market : market.Substring(0, colon);
    }

    /// <summary>The session of a market; empty for the spot market.</summary>
    public static string SessionOf(string market)
    {
        var colon = Names.IndexOf(market, ':');
        return colon < 0 ? "" : market.Substring(colon + 1);
    }

    /// <summary>Rejects the call unless the session exists.</summary>
    public static void Require(CallContext context, string market) => context.Require(
        SessionOf(market) is "" or Forward or Adjustment or Reserve,
        "a session is forward, adjustment or reserve");

    /// <summary>The mechanism of a market that none was chosen for.</summary>
    public static string DefaultMechanism(string market) => SessionOf(market) switch
    {
        Forward => MechanismNames.FixedPrice,
        Reserve => MechanismNames.Muv,
        _ => MechanismNames.KdaUniform,
    };
}
