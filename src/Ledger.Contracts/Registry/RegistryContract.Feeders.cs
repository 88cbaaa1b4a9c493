using Ledger.Chaincode;

namespace Ledger.Contracts.Registry;

/// <content>Feeders, and what the supervisor orders on them.</content>
public sealed partial class RegistryContract
{
    private const long MilliVoltMax = 1_000_000_000;
    private const long WattMax = 1_000_000_000_000;

    /// <summary>
    /// Describes the buses of a microgrid's feeder; the first is the slack bus. Voltages in mV, bounds in ppm of the
    /// nominal one, the transformer's rating in VA (0: no limit). The caller's organisation owns the feeder from then on
    /// and alone may describe it again, which removes its lines.
    /// </summary>
    [Function]
    [Requires("role", Roles.Dso)]
    public void RegisterFeeder(
        CallContext context, string microgrid, string[] buses, long nominalMilliVolt, long slackMilliVolt,
            long voltageMinPpm, long voltageMaxPpm, long transformerVa)
    {
        context.Require(Microgrid(context, microgrid).Length > 0, "there is no microgrid " + microgrid);
        var old = FindFeeder(context, microgrid);
        RequireFeederOwner(context, microgrid, old);
        context.Require(buses.Length is > 0 and <= FeederRecord.PartsMax, "a feeder has 1 to 400 buses");
        RequireDistinct(context, buses, "a bus");
        context.Require(
            nominalMilliVolt is > 0 and <= MilliVoltMax && slackMilliVolt is > 0 and <= MilliVoltMax,
            "a voltage is 1 mV to 1 MV");
        context.Require(
            voltageMinPpm > 0 && voltageMinPpm < voltageMaxPpm && voltageMaxPpm <= 2_000_000,
            "the bounds of the voltage are in ppm, the lower one first");
        context.Require(transformerVa is >= 0 and <= WattMax, "a rating is 0 to 1 TVA");
        PutFeeder(context, microgrid, new FeederRecord
        {
            Organisation = context.Caller.Organisation,
            Buses = buses,
            NominalMilliVolt = nominalMilliVolt,
            SlackMilliVolt = slackMilliVolt,
            VoltageMinPpm = voltageMinPpm,
            VoltageMaxPpm = voltageMaxPpm,
            TransformerVa = transformerVa,
        });
    }

    /// <summary>
    /// Sets the lines of a feeder, all at once: columns of equal length with name, buses, resistance and reactance (µΩ),
    /// limit (VA, 0 for none), transport fee (µ¤/kWh) and length (m).
    /// </summary>
    [Function]
    [Requires("role", Roles.Dso)]
    public void SetLines(
        CallContext context, string microgrid, string[] lines, string[] from, string[] to, long[] resistanceMicroOhm,
            long[] reactanceMicroOhm, long[] limitVa, long[] feeMicro, long[] lengthMetre)
    {
        var feeder = FindFeeder(context, microgrid);
        context.Require(feeder != null, "microgrid " + microgrid + " has no feeder");
        RequireFeederOwner(context, microgrid, feeder);
        context.Require(lines.Length <= FeederRecord.PartsMax, "a feeder has at most 400 lines");
        RequireDistinct(context, lines, "a line");
        context.Require(
            from.Length == lines.Length && to.Length == lines.Length && resistanceMicroOhm.Length == lines.Length
                && reactanceMicroOhm.Length == lines.Length && limitVa.Length == lines.Length
                && feeMicro.Length == lines.Length && lengthMetre.Length == lines.Length,
            "the columns of the lines differ in length");
        var ends = new long[2][];
        ends[0] = BusIndices(context, feeder, from);
        ends[1] = BusIndices(context, feeder, to);
        for (var i = 0; i < lines.Length; i++)
        {
            context.Require(ends[0][i] != ends[1][i], "line " + lines[i] + " begins and ends at one bus");
            context.Require(
                resistanceMicroOhm[i] is >= 0 and <= WattMax && reactanceMicroOhm[i] is >= 0 and <= WattMax
                    && limitVa[i] is >= 0 and <= WattMax && feeMicro[i] is >= 0 and <= Bounds.PriceMicroMax
                    && lengthMetre[i] is >= 0 and <= WattMax,
                "line " + lines[i] + " has a value that is negative or too large");
        }

        PutFeeder(context, microgrid, new FeederRecord
        {
            Organisation = feeder.Organisation,
            Buses = feeder.Buses,
            NominalMilliVolt = feeder.NominalMilliVolt,
            SlackMilliVolt = feeder.SlackMilliVolt,
            VoltageMinPpm = feeder.VoltageMinPpm,
            VoltageMaxPpm = feeder.VoltageMaxPpm,
            TransformerVa = feeder.TransformerVa,
            Lines = lines,
            From = ends[0],
            To = ends[1],
            ResistanceMicroOhm = resistanceMicroOhm,
            ReactanceMicroOhm = reactanceMicroOhm,
            LimitVa = limitVa,
            FeeMicro = feeMicro,
            LengthMetre = lengthMetre,
        });
    }

    /// <summary>The feeder of a microgrid as <see cref="FeederRecord"/> encodes it; empty when there is none.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Feeder(CallContext context, string microgrid)
    {
        var feeders = new RecordStore<FeederRecord>(context, "feeder");
        return context.State.Get(feeders.Root.And(microgrid)) ?? new byte[0];
    }

    /// <summary>
    /// Forbids any flow on a line in a range of slots. Event <c>lineFrozen</c>: microgrid, line (texts), first and last
    /// slot (longs), reason (text).
    /// </summary>
    [Function]
    [Requires("role", Roles.Supervisor)]
    public void FreezeLine(
        CallContext context, string microgrid, string line, long fromSlot, long toSlot, string reason)
    {
        var feeder = FindFeeder(context, microgrid);
        context.Require(
            feeder != null && feeder.LineIndex(line) >= 0, "microgrid " + microgrid + " has no line " + line);
        AddOrder(context, microgrid, "lineFrozen", true, line, 0, 0, fromSlot, toSlot, reason);
    }

    /// <summary>
    /// Bounds what all assets of a bus together draw and feed in, in W, in a range of slots. Event <c>busCapped</c>:
    /// microgrid, bus (texts), first and last slot (longs), reason (text).
    /// </summary>
    [Function]
    [Requires("role", Roles.Supervisor)]
    public void CapBus(
        CallContext context, string microgrid, string bus, long drawW, long feedW, long fromSlot, long toSlot,
            string reason)
    {
        Names.RequireIdentifier(context, bus, "a bus");
        context.Require(drawW is >= 0 and <= WattMax && feedW is >= 0 and <= WattMax, "a cap is 0 to 1 TW");
        AddOrder(context, microgrid, "busCapped", false, bus, drawW, feedW, fromSlot, toSlot, reason);
    }

    /// <summary>Lifts an order by its number from now on.</summary>
    [Function]
    [Requires("role", Roles.Supervisor)]
    public void LiftOrder(CallContext context, string microgrid, long number)
    {
        var orders = new RecordStore<GridOrder>(context, "gridOrder");
        var key = orders.Root.And(microgrid).And(number);
        context.Require(
            orders.Find(key) != null, "microgrid " + microgrid + " has no supervisor's order " + number);
        orders.Delete(key);
    }

    /// <summary>
    /// What the supervisor ordered for a slot: per order the kind (<c>line</c> or <c>bus</c>) and its target.
    /// <see cref="GridLimits"/> has the numbers in the same order.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public string[] GridTargets(CallContext context, string microgrid, long slot)
    {
        var targets = new List<string>();
        foreach (var order in OrdersIn(context, microgrid, slot))
        {
            targets.Add(order.IsFreeze ? "line" : "bus");
            targets.Add(order.Target);
        }

        return targets.ToArray();
    }

    /// <summary>Most W drawn and fed in of each order that <see cref="GridTargets"/> names; 0 and 0 for a line.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] GridLimits(CallContext context, string microgrid, long slot)
    {
        var limits = new List<long>();
        foreach (var order in OrdersIn(context, microgrid, slot))
        {
            limits.Add(order.DrawW);
            limits.Add(order.FeedW);
        }

        return limits.ToArray();
    }

    private static List<GridOrder> OrdersIn(CallContext context, string microgrid, long slot)
    {
        var orders = new RecordStore<GridOrder>(context, "gridOrder");
        var found = new List<GridOrder>();
        foreach (var order in orders.Scan(orders.Root.And(microgrid), GridOrder.OrdersMax))
        {
            if (order.FromSlot <= slot && slot <= order.ToSlot)
            {
                found.Add(order);
            }
        }

        return found;
    }

    private void AddOrder(
        CallContext context, string microgrid, string name, bool isFreeze, string target, long drawW, long feedW,
            long fromSlot, long toSlot, string reason)
    {
        context.Require(Microgrid(context, microgrid).Length > 0, "there is no microgrid " + microgrid);
        SlotRules.Require(context, fromSlot);
        SlotRules.Require(context, toSlot);
        context.Require(fromSlot <= toSlot, "the last slot is before the first");
        context.Require(reason.Length is > 0 and <= Names.TextLengthMax, "a reason has 1 to 64 characters");
        var orders = new RecordStore<GridOrder>(context, "gridOrder");
        var kept = orders.Scan(orders.Root.And(microgrid), GridOrder.OrdersMax);
        context.Require(kept.Length < GridOrder.OrdersMax, "microgrid " + microgrid + " has 1000 supervisor's orders");
        var counters = new RecordStore<NumberRecord>(context, "gridOrders");
        var number = counters.Find(counters.Root.And(microgrid))?.Value ?? 0;
        counters.Put(counters.Root.And(microgrid), new NumberRecord(number + 1));
        orders.Put(orders.Root.And(microgrid).And(number), new GridOrder
        {
            Account = context.Caller.Account,
            IsFreeze = isFreeze,
            Target = target,
            DrawW = drawW,
            FeedW = feedW,
            FromSlot = fromSlot,
            ToSlot = toSlot,
            Reason = reason,
        });
        context.Emit(
            name,
            new RecordWriter().Text(microgrid).Text(target).Long(fromSlot).Long(toSlot).Text(reason).ToArray());
    }

    private static FeederRecord? FindFeeder(CallContext context, string microgrid)
    {
        var feeders = new RecordStore<FeederRecord>(context, "feeder");
        return feeders.Find(feeders.Root.And(microgrid));
    }

    private static void PutFeeder(CallContext context, string microgrid, FeederRecord feeder)
    {
        var feeders = new RecordStore<FeederRecord>(context, "feeder");
        feeders.Put(feeders.Root.And(microgrid), feeder);
    }

    private static void RequireFeederOwner(CallContext context, string microgrid, FeederRecord? feeder)
    {
        if (feeder != null && feeder.Organisation != context.Caller.Organisation)
        {
            context.Deny("the feeder of microgrid " + microgrid + " belongs to " + feeder.Organisation);
        }
    }

    private static void RequireDistinct(CallContext context, string[] names, string what)
    {
        for (var i = 0; i < names.Length; i++)
        {
            Names.RequireIdentifier(context, names[i], what);
            for (var k = 0; k < i; k++)
            {
                context.Require(names[k] != names[i], what + " is named twice: " + names[i]);
            }
        }
    }

    private static long[] BusIndices(CallContext context, FeederRecord feeder, string[] buses)
    {
        var indices = new long[buses.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = feeder.BusIndex(buses[i]);
            context.Require(indices[i] >= 0, "the feeder has no bus " + buses[i]);
        }

        return indices;
    }
}
