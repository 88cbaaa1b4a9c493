using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <content>The governed configuration.</content>
public sealed partial class MarketContract
{
    /// <summary>
    /// The uniform-price k-double auction for slots opened from now on: k as a fraction, interval <c>equilibrium</c> or
    /// <c>marginal</c>, tie <c>time</c> or <c>prorata</c>. Without it: 1/2, equilibrium, time.
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void SetRules(CallContext context, string market, long kNum, long kDen, string interval, string tie)
    {
        context.Require(interval is "equilibrium" or "marginal", "an interval is equilibrium or marginal");
        context.Require(tie is "time" or "prorata", "a tie rule is time or prorata");
        SetMechanism(
            context,
            market,
            MechanismNames.KdaUniform,
            new string[] { "kNum", "kDen", "marginal", "prorata" },
            new long[] { kNum, kDen, interval == "marginal" ? 1 : 0, tie == "prorata" ? 1 : 0 });
    }

    /// <summary>
    /// Chooses the mechanism of slots opened from now on, with the parameters that <see cref="RulesReader.Read"/> knows;
    /// those not named have their defaults. Event <c>mechanismChosen</c>: market, mechanism (texts).
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void SetMechanism(CallContext context, string market, string mechanism, string[] names, long[] values)
    {
        var state = new MarketState(context);
        var record = state.OperatedMarket(market);
        MechanismRunner.RequireKnown(context, mechanism);
        RequireAllowed(context, market, record, mechanism);
        record.Rules = RulesReader.Read(context, mechanism, names, values);
        context.Require(
            !record.Rules.IsSecured || !record.ServesNeighbours,
            "market " + market + " serves neighbours and has no feeder of its own");
        RequireContinuous(context, market, record);
        state.PutMarket(market, record);
        context.Emit("mechanismChosen", new RecordWriter().Text(market).Text(mechanism).ToArray());
    }

    /// <summary>
    /// Names the mechanisms that a market may choose from; none allows all. The present choice stays until the next.
    /// </summary>
    [Function]
    [Requires("role", Roles.Regulator)]
    public void AllowMechanisms(CallContext context, string market, string[] mechanisms)
    {
        context.Require(mechanisms.Length <= Bounds.ListMax, "at most 1000 mechanisms are named");
        foreach (var mechanism in mechanisms)
        {
            MechanismRunner.RequireKnown(context, mechanism);
        }

        var state = new MarketState(context);
        var record = state.Market(market);
        record.Allowed = mechanisms;
        state.PutMarket(market, record);
    }

    /// <summary>
    /// Lets the ledger's time move the slots opened from now on: they take orders from <paramref name="opensBefore"/>
    /// until <paramref name="closesBefore"/> seconds before their start; meters may report for <paramref
    /// name="readingsAfter"/> seconds after their end, and anyone concerned may dispute for <paramref
    /// name="disputesAfter"/> seconds more. All 0 leaves every step to the operator. The offset is added to the ledger's
    /// time, so that a recorded day can be replayed.
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void SetTimetable(
        CallContext context, string market, long opensBefore, long closesBefore, long readingsAfter,
            long disputesAfter, long offsetSeconds)
    {
        var state = new MarketState(context);
        var record = state.OperatedMarket(market);
        context.Require(
            opensBefore is >= 0 and <= Timetable.SecondsMax && closesBefore is >= 0 and <= Timetable.SecondsMax
                && readingsAfter is >= 0 and <= Timetable.SecondsMax
                && disputesAfter is >= 0 and <= Timetable.SecondsMax,
            "the times of a timetable are 0 to 400 days");
        context.Require(
            offsetSeconds is >= -SlotRules.StartMax and <= SlotRules.StartMax, "an offset is at most 8030 years");
        var isTimed = opensBefore > 0;
        context.Require(
            isTimed ? closesBefore < opensBefore : closesBefore == 0 && readingsAfter == 0 && disputesAfter == 0,
            "a slot closes after it opens");
        record.Timetable =
            new Timetable(isTimed, opensBefore, closesBefore, readingsAfter, disputesAfter, offsetSeconds);
        state.PutMarket(market, record);
    }

    /// <summary>Makes a market without participants the one that matches what its neighbours cannot (M8).</summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void ServeNeighbours(CallContext context, string market)
    {
        var state = new MarketState(context);
        var record = state.OperatedMarket(market);
        context.Require(MarketId.SessionOf(market).Length == 0, "only a spot market serves neighbours");
        context.Require(record.Participants == 0, "market " + market + " has participants of its own");
        context.Require(record.Parent.Length == 0, "market " + market + " has a parent itself");
        record.ServesNeighbours = true;
        RequireContinuous(context, market, record);
        state.PutMarket(market, record);
    }

    /// <summary>
    /// Sends what a market cannot match to the market of another microgrid, the neighbourhood's (M8), at a transport fee
    /// that the buyer pays; an empty parent ends it.
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void SetParent(CallContext context, string market, string parent, long feeMicro)
    {
        var state = new MarketState(context);
        var record = state.OperatedMarket(market);
        context.Require(MarketId.SessionOf(market).Length == 0, "only a spot market has a parent");
        context.Require(feeMicro is >= 0 and <= Bounds.PriceMicroMax, "a fee is 0 to 1000 per kWh");
        if (parent.Length > 0)
        {
            context.Require(!record.ServesNeighbours, "market " + market + " serves neighbours itself");
            context.Require(
                state.Market(parent).ServesNeighbours, "market " + parent + " does not serve neighbours");
        }

        record.Parent = parent;
        record.LevelFeeMicro = feeMicro;
        state.PutMarket(market, record);
    }

    /// <summary>
    /// Mechanism, parent and allowed mechanisms (as texts, the allowed ones last) of slots opened from now on.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public string[] Configuration(CallContext context, string market)
    {
        var record = new MarketState(context).Market(market);
        var texts = new List<string>();
        texts.Add(record.Rules.Mechanism);
        texts.Add(record.Parent);
        foreach (var name in record.Allowed)
        {
            texts.Add(name);
        }

        return texts.ToArray();
    }

    private static void RequireAllowed(CallContext context, string market, MarketRecord record, string mechanism)
    {
        if (record.Allowed.Length == 0)
        {
            return;
        }

        foreach (var name in record.Allowed)
        {
            if (name == mechanism)
            {
                return;
            }
        }

        context.Reject("the regulator does not allow " + mechanism + " in market " + market);
    }
}
