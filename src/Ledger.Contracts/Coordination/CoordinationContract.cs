using Ledger.Chaincode;
using Ledger.Contracts.Grid;
using Ledger.Contracts.Registry;

namespace Ledger.Contracts.Coordination;

/// <summary>
/// Price formation between buses in rounds on the ledger (M5): devices answer a price with energy, the buses exchange
/// their imbalances, the contract averages and moves the price by <see cref="PriceIteration"/> until all is in balance.
/// Every round stays on the ledger as proof of convergence.
/// </summary>
[Contract("coordination")]
public sealed class CoordinationContract
{
    /// <summary>
    /// Begins an iteration for a slot between the assets of a microgrid that are named by account: the first price
    /// (µ¤/kWh), rho (µ¤/kWh per Wh), tolerances of imbalance (Wh) and dual residual (µ¤/kWh), most rounds (1 to 1,000).
    /// Event <c>roundOpened</c>: market (text), slot (long), round (int), price (long).
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void Begin(
        CallContext context, string market, long slot, string[] accounts, long priceMicro, long rhoMicro,
            long imbalanceWhMax, long dualMicroMax, int roundsMax)
    {
        SlotRules.Require(context, slot);
        RequireOperator(context, market);
        context.Require(accounts.Length is > 0 and <= IterationRecord.DevicesMax, "1 to 256 devices take part");
        context.Require(
            priceMicro is >= -Bounds.PriceMicroMax and <= Bounds.PriceMicroMax
                && rhoMicro is > 0 and <= Bounds.PriceMicroMax && imbalanceWhMax >= 0 && dualMicroMax >= 0
                && roundsMax is > 0 and <= PriceIteration.RoundsMax,
            "price, step or tolerances are out of range, or the rounds are not 1 to 1000");
        var store = new RecordStore<IterationRecord>(context, "iteration");
        var key = store.Root.And(market).And(slot);
        context.Require(store.Find(key) == null, "slot " + slot + " of market " + market + " has an iteration");
        var record = new IterationRecord
        {
            Accounts = accounts,
            Buses = new string[accounts.Length],
            CapacityWh = new long[accounts.Length],
            Rules = new long[] { rhoMicro, imbalanceWhMax, dualMicroMax, roundsMax },
            State = PriceIteration.Start(accounts.Length, priceMicro),
            OpenWh = new long[accounts.Length],
            HasAnswered = new long[accounts.Length],
        };
        for (var i = 0; i < accounts.Length; i++)
        {
            var asset = RegistryCalls.Asset(context, accounts[i]);
            context.Require(
                asset.Microgrid == market && record.IndexOf(accounts[i]) == i,
                "account " + accounts[i] + " is named twice or belongs to another microgrid");
            record.Buses[i] = asset.Bus;
            record.CapacityWh[i] = SlotRules.CapacityWh(asset.CapacityW);
        }

        store.Put(key, record);
        Open(context, market, slot, record);
    }

    /// <summary>
    /// Answers the price of the open round with energy in Wh, consumption positive, within the asset's capacity; once per
    /// round. The last answer ends the round.
    /// </summary>
    [Function]
    [Requires("role", Roles.Consumer, Roles.Prosumer, Roles.ProsumerPlus, Roles.Producer)]
    public void Answer(CallContext context, string market, long slot, int round, long energyWh)
    {
        var record = Find(context, market, slot);
        var index = record.IndexOf(context.Caller.Account);
        if (index < 0)
        {
            context.Deny("account " + context.Caller.Account + " takes no part in the iteration");
        }

        RequireOpen(context, record, round);
        context.Require(
            record.HasAnswered[index] == 0, "account " + context.Caller.Account + " has answered round " + round);
        var capacity = record.CapacityWh[index];
        context.Require(
            energyWh >= -capacity && energyWh <= capacity,
            "OVER_CAPACITY: account " + context.Caller.Account + " moves at most " + capacity + " Wh in a slot");
        record.OpenWh[index] = energyWh;
        record.HasAnswered[index] = 1;
        foreach (var answered in record.HasAnswered)
        {
            if (answered == 0)
            {
                Put(context, market, slot, record);
                return;
            }
        }

        Finish(context, market, slot, record);
    }

    /// <summary>Ends the open round; devices that are silent keep their last answer.</summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void EndRound(CallContext context, string market, long slot, int round)
    {
        RequireOperator(context, market);
        var record = Find(context, market, slot);
        RequireOpen(context, record, round);
        for (var i = 0; i < record.OpenWh.Length; i++)
        {
            record.OpenWh[i] = record.HasAnswered[i] == 1 ? record.OpenWh[i] : record.State.AnswersWh[i];
        }

        Finish(context, market, slot, record);
    }

    /// <summary>
    /// An iteration: 0 finished rounds, 1 whether it converged (0 or 1), 2 price (µ¤/kWh), 3 imbalance (Wh), then the last
    /// answer of each device in Wh; empty when there is none.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Iteration(CallContext context, string market, long slot)
    {
        var store = new RecordStore<IterationRecord>(context, "iteration");
        var record = store.Find(store.Root.And(market).And(slot));
        if (record == null)
        {
            return new long[0];
        }

        var state = record.State;
        var values = new long[4 + state.AnswersWh.Length];
        values[0] = state.Round;
        values[1] = state.IsConverged ? 1 : 0;
        values[2] = state.PriceMicro;
        values[3] = (long)state.ImbalanceWh;
        for (var i = 0; i < state.AnswersWh.Length; i++)
        {
            values[4 + i] = state.AnswersWh[i];
        }

        return values;
    }

    /// <summary>
    /// The proof of convergence: count (int), then for each round price (long), primal residual (Wh) and dual residual
    /// (millionths of a µ¤/kWh, both 128 bits), buses (texts) and their imbalances in Wh (longs).
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Proof(CallContext context, string market, long slot)
    {
        var rounds = new RecordStore<RoundRecord>(context, "round");
        var finished = rounds.Scan(rounds.Root.And(market).And(slot), PriceIteration.RoundsMax);
        var writer = new RecordWriter().Int(finished.Length);
        foreach (var round in finished)
        {
            writer.Long(round.PriceMicro).Int128(round.ImbalanceWh).Int128(round.DualScaled);
            writer.Texts(round.Buses).Longs(round.BusWh);
        }

        return writer.ToArray();
    }

    private static void Finish(CallContext context, string market, long slot, IterationRecord record)
    {
        var price = record.State.PriceMicro;
        var answers = record.OpenWh;
        record.State = record.State.Next(answers, record.StepRules());
        record.OpenWh = new long[answers.Length];
        record.HasAnswered = new long[answers.Length];
        var buses = new List<string>();
        var sums = new List<long>();
        for (var i = 0; i < answers.Length; i++)
        {
            var at = 0;
            while (at < buses.Count && buses[at] != record.Buses[i])
            {
                at++;
            }

            if (at == buses.Count)
            {
                buses.Add(record.Buses[i]);
                sums.Add(0);
            }

            sums[at] += answers[i];
        }

        var rounds = new RecordStore<RoundRecord>(context, "round");
        rounds.Put(rounds.Root.And(market).And(slot).And(record.State.Round), new RoundRecord
        {
            PriceMicro = price,
            ImbalanceWh = record.State.ImbalanceWh,
            DualScaled = record.State.DualScaled,
            Buses = buses.ToArray(),
            BusWh = sums.ToArray(),
        });
        Put(context, market, slot, record);
        if (record.State.IsConverged || record.State.Round >= record.Rules[3])
        {
            context.Emit(
                "iterationEnded",
                new RecordWriter().Text(market).Long(slot).Int(record.State.Round).Bool(record.State.IsConverged)
                    .Long(record.State.PriceMicro).ToArray());
            return;
        }

        Open(context, market, slot, record);
    }

    private static void Open(CallContext context, string market, long slot, IterationRecord record) => context.Emit(
        "roundOpened",
        new RecordWriter().Text(market).Long(slot).Int(record.State.Round + 1).Long(record.State.PriceMicro).ToArray());

    private static void RequireOpen(CallContext context, IterationRecord record, int round)
    {
        var state = record.State;
        context.Require(
            !state.IsConverged && state.Round < record.Rules[3], "the iteration ended after round " + state.Round);
        context.Require(round == state.Round + 1, "round " + (state.Round + 1) + " is open, not " + round);
    }

    private static void RequireOperator(CallContext context, string market)
    {
        var organisation = RegistryCalls.OrganisationOf(context, market);
        if (organisation != context.Caller.Organisation)
        {
            context.Deny("market " + market + " is run by " + organisation);
        }
    }

    private static IterationRecord Find(CallContext context, string market, long slot)
    {
        var store = new RecordStore<IterationRecord>(context, "iteration");
        var record = store.Find(store.Root.And(market).And(slot));
        context.Require(record != null, "slot " + slot + " of market " + market + " has no iteration");
        return record;
    }

    private static void Put(CallContext context, string market, long slot, IterationRecord record)
    {
        var store = new RecordStore<IterationRecord>(context, "iteration");
        store.Put(store.Root.And(market).And(slot), record);
    }
}
