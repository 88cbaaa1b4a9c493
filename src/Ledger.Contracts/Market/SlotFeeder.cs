using Ledger.Chaincode;
using Ledger.Contracts.Grid;
using Ledger.Contracts.Registry;

namespace Ledger.Contracts.Market;

/// <summary>
/// The registry's feeder as the security check sees it in one slot (M7): the transformer is a branch in front of the slack
/// bus, a line that the supervisor froze carries nothing, and the buses consume what other sessions have scheduled.
/// Active power only. Radial feeders are checked by LinDistFlow, meshed ones by DC flow. Immutable.
/// </summary>
public sealed class SlotFeeder
{
    private readonly FeederRecord _feeder;

    private SlotFeeder(FeederRecord feeder, SpanningTree tree)
    {
        _feeder = feeder;
        Tree = tree;
    }

    /// <summary>The network; with chords when it is meshed.</summary>
    public SpanningTree Tree { get; }

    /// <summary>Reads the feeder; rejects when there is none or a bus is not connected.</summary>
    public static SlotFeeder Read(
        CallContext context, MarketState state, string market, long slot, SlotRecord record, SlotBook book)
    {
        var microgrid = MarketId.MicrogridOf(market);
        var feeder = RegistryCalls.Feeder(context, microgrid);
        context.Require(feeder != null, "microgrid " + microgrid + " has no feeder to be checked against");
        var scheduled = Scheduled(context, state, market, slot, record, book, feeder);
        var buses = new GridBus[feeder.Buses.Length + 1];
        for (var i = 0; i < feeder.Buses.Length; i++)
        {
            buses[i] = new GridBus(i, scheduled[i], 0);
        }

        var source = feeder.Buses.Length;
        buses[source] = new GridBus(source, 0, 0);
        var network = new GridNetwork(buses, Branches(context, microgrid, slot, feeder), source)
        {
            NominalMilliVolt = feeder.NominalMilliVolt,
            SlackMilliVolt = feeder.SlackMilliVolt,
            MinimumPpm = feeder.VoltageMinPpm,
            MaximumPpm = feeder.VoltageMaxPpm,
        };
        return new SlotFeeder(feeder, new SpanningTree(network));
    }

    /// <summary>Index of the bus of each order; rejects when the feeder does not have it.</summary>
    public int[] BusesOf(SlotBook book)
    {
        var buses = new int[book.Orders.Length];
        for (var i = 0; i < buses.Length; i++)
        {
            buses[i] = IndexOf(_feeder, book.Members[book.Orders[i].Participant].Bus);
        }

        return buses;
    }

    /// <summary>The name of a limit, such as <c>under-voltage b17</c> or <c>line-limit L3</c>.</summary>
    public string NameOf(Violation violation)
    {
        if (violation.Kind == Violation.LineLimit)
        {
            var line = violation.Number < _feeder.Lines.Length ? _feeder.Lines[violation.Number] : "transformer";
            return violation.Kind + " " + line;
        }

        return violation.Kind + " "
            + (violation.Number < _feeder.Buses.Length ? _feeder.Buses[violation.Number] : "transformer");
    }

    private static GridBranch[] Branches(CallContext context, string microgrid, long slot, FeederRecord feeder)
    {
        var frozen = new bool[feeder.Lines.Length];
        var targets = RegistryCalls.GridTargets(context, microgrid, slot);
        for (var i = 0; i < targets.Length; i += 2)
        {
            var line = targets[i] == "line" ? feeder.LineIndex(targets[i + 1]) : -1;
            if (line >= 0)
            {
                frozen[line] = true;
            }
        }

        var branches = new GridBranch[feeder.Lines.Length + 1];
        for (var i = 0; i < feeder.Lines.Length; i++)
        {
            branches[i] = new GridBranch
            {
                Number = i,
                From = (int)feeder.From[i],
                To = (int)feeder.To[i],
                ResistanceMicroOhm = feeder.ResistanceMicroOhm[i],
                ReactanceMicroOhm = feeder.ReactanceMicroOhm[i],

                // Energy comes in whole Wh, 4 W each in a slot: 1 VA lets nothing pass.
                LimitVoltAmpere = frozen[i] ? 1 : feeder.LimitVa[i],
            };
        }

        branches[feeder.Lines.Length] = new GridBranch
        {
            Number = feeder.Lines.Length,
            From = feeder.Buses.Length,
            To = 0,
            LimitVoltAmpere = feeder.TransformerVa,

            // No loop runs through it, so a DC flow does not depend on its reactance, but asks for one.
            ReactanceMicroOhm = feeder.Lines.Length < feeder.Buses.Length ? 0 : 1,
        };
        return branches;
    }

    /// <summary>W that other sealed sessions of the slot draw at each bus.</summary>
    private static long[] Scheduled(
        CallContext context, MarketState state, string market, long slot, SlotRecord record, SlotBook book,
            FeederRecord feeder)
    {
        var watts = new long[feeder.Buses.Length];
        var microgrid = MarketId.MicrogridOf(market);
        var spot = microgrid == market ? record : state.FindSlot(microgrid, slot);
        if (spot == null)
        {
            return watts;
        }

        if (microgrid != market)
        {
            Add(context, state, microgrid, slot, book, feeder, watts);
        }

        foreach (var session in spot.Sessions)
        {
            if (session != market && MarketId.SessionOf(session) != MarketId.Reserve)
            {
                Add(context, state, session, slot, book, feeder, watts);
            }
        }

        return watts;
    }

    private static void Add(
        CallContext context, MarketState state, string market, long slot, SlotBook book, FeederRecord feeder,
            long[] watts)
    {
        var other = state.FindSlot(market, slot);
        if (state.PhaseOf(other, slot) < SlotPhase.Sealed)
        {
            return;
        }

        var positions = state.Positions.Find(state.Positions.Root.And(market).And(slot).And(""));
        context.Require(positions != null, "market " + market + " has no positions in slot " + slot);
        for (var i = 0; i < book.Members.Length; i++)
        {
            var first = PositionsRecord.Columns * i;
            var drawn = positions.Values[first] + positions.Values[first + 2] - positions.Values[first + 1]
                - positions.Values[first + 3];
            if (drawn != 0)
            {
                watts[IndexOf(feeder, book.Members[i].Bus)] += drawn * SlotRules.SlotsPerHour;
            }
        }
    }

    private static int IndexOf(FeederRecord feeder, string bus)
    {
        var index = feeder.BusIndex(bus);
        return index >= 0 ? index : throw new ContractRejection("the feeder has no bus " + bus);
    }
}
