using Ledger.Chaincode;
using Ledger.Contracts.Market;
using Ledger.Contracts.Registry;
using Ledger.Contracts.Settlement.Rules;

namespace Ledger.Contracts.Control;

/// <summary>
/// Dynamic prices per energy type from the generation and load of a slot, and the instructions that follow from them for
/// batteries and shiftable loads, according to their owners' preferences (M16, M17). Critical loads are never instructed.
/// </summary>
[Contract("control")]
public sealed class ControlContract
{
    private const int DevicesMax = 1_000;
    private const int PerEvent = 200;

    /// <summary>
    /// Sets the band of dynamic prices of a microgrid, for each origin in the order pv, wind, chp, hydro, storage, grid;
    /// µ¤/kWh.
    /// </summary>
    [Function]
    [Requires("role", Roles.Regulator)]
    public void SetBand(CallContext context, string microgrid, long[] minMicro, long[] maxMicro)
    {
        RegistryCalls.OrganisationOf(context, microgrid);
        context.Require(
            minMicro.Length == Origins.Count && maxMicro.Length == Origins.Count, "a band has a price for each origin");
        for (var i = 0; i < Origins.Count; i++)
        {
            context.Require(
                minMicro[i] >= -Bounds.PriceMicroMax && minMicro[i] <= maxMicro[i]
                    && maxMicro[i] <= Bounds.PriceMicroMax,
                "the lower price of " + Origins.NameOf(i) + " is not below its upper one, both at most 1000 per kWh");
        }

        var bands = new RecordStore<PriceBand>(context, "band");
        bands.Put(bands.Root.And(microgrid), new PriceBand(minMicro, maxMicro));
    }

    /// <summary>
    /// Says what the caller's device does: at or above the high price of an energy type it draws less or feeds in, at or
    /// below the low price it draws more, by so many W. Not for critical loads.
    /// </summary>
    [Function]
    [Requires("role", Roles.Consumer, Roles.Prosumer, Roles.ProsumerPlus, Roles.Producer)]
    public void SetPreference(CallContext context, string origin, long highMicro, long lowMicro, long powerW)
    {
        var account = context.Caller.Account;
        var asset = RegistryCalls.Asset(context, account);
        context.Require(
            AssetClasses.FollowsControl(asset.AssetClass),
            "asset " + asset.AssetId + " is critical and follows no instruction");
        context.Require(lowMicro < highMicro, "the low price is below the high one");
        context.Require(
            powerW > 0 && powerW <= asset.CapacityW, "asset " + asset.AssetId + " has " + asset.CapacityW + " W");
        var devices = new RecordStore<DevicePreference>(context, "device");
        var key = devices.Root.And(asset.Microgrid).And(account);
        context.Require(
            devices.Find(key) != null
                || devices.Scan(devices.Root.And(asset.Microgrid), DevicesMax).Length < DevicesMax,
            "microgrid " + asset.Microgrid + " has 1000 controlled devices");
        devices.Put(key, new DevicePreference
        {
            AssetClass = asset.AssetClass,
            Origin = Origins.Require(context, origin),
            HighMicro = highMicro,
            LowMicro = lowMicro,
            PowerW = powerW,
        });
    }

    /// <summary>
    /// Computes the dynamic prices of a slot from the offers and bids of its book, publishes them, and instructs the
    /// devices; once per slot. Event <c>dynamicPrice</c>: market (text), slot (long), prices (longs). Events
    /// <c>instructions</c>, 200 devices each: market (text), slot (long), accounts, actions (texts), W (longs).
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void Publish(CallContext context, string market, long slot)
    {
        var organisation = RegistryCalls.OrganisationOf(context, market);
        if (organisation != context.Caller.Organisation)
        {
            context.Deny("market " + market + " is run by " + organisation);
        }

        var bands = new RecordStore<PriceBand>(context, "band");
        var band = bands.Find(bands.Root.And(market));
        context.Require(band != null, "microgrid " + market + " has no band of dynamic prices");
        var published = new RecordStore<DynamicPrices>(context, "price");
        var key = published.Root.And(market).And(slot);
        context.Require(published.Find(key) == null, "prices of slot " + slot + " are already published");
        var balance = MarketCalls.SupplyAndDemand(context, market, slot);
        var prices = new long[Origins.Count];
        for (var i = 0; i < prices.Length; i++)
        {
            prices[i] = DynamicPriceRule.Price(
                balance[i], balance[Origins.Count + i], band.MinMicro[i], band.MaxMicro[i]);
        }

        published.Put(key, new DynamicPrices(prices));
        context.Emit("dynamicPrice", new RecordWriter().Text(market).Long(slot).Longs(prices).ToArray());
        Instruct(context, market, slot, prices);
    }

    /// <summary>Says whether the caller's device follows its instruction for a slot; once.</summary>
    [Function]
    [AnyMember]
    public void Answer(CallContext context, string market, long slot, bool follows)
    {
        var account = context.Caller.Account;
        var store = new RecordStore<InstructionRecord>(context, "instruction");
        var key = store.Root.And(market).And(slot).And(account);
        var instruction = store.Find(key);
        context.Require(instruction != null, "account " + account + " has no instruction for slot " + slot);
        context.Require(!instruction.IsAnswered, "account " + account + " has already answered for slot " + slot);
        instruction.IsAnswered = true;
        instruction.IsFollowed = follows;
        store.Put(key, instruction);
    }

    /// <summary>Dynamic prices of a slot, one for each origin; empty before they are published.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Prices(CallContext context, string market, long slot)
    {
        var published = new RecordStore<DynamicPrices>(context, "price");
        return published.Find(published.Root.And(market).And(slot))?.PriceMicro ?? new long[0];
    }

    /// <summary>
    /// Instruction of an account for a slot: action (text), W (long), whether it answered, whether it follows (bools);
    /// empty when there is none.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Instruction(CallContext context, string market, long slot, string account)
    {
        var store = new RecordStore<InstructionRecord>(context, "instruction");
        var found = store.Find(store.Root.And(market).And(slot).And(account));
        return found == null
            ? new byte[0]
            : new RecordWriter().Text(found.Action).Long(found.PowerW).Bool(found.IsAnswered).Bool(found.IsFollowed)
                .ToArray();
    }

    private static void Instruct(CallContext context, string market, long slot, long[] prices)
    {
        var devices = new RecordStore<DevicePreference>(context, "device");
        var store = new RecordStore<InstructionRecord>(context, "instruction");
        var accounts = new List<string>();
        var actions = new List<string>();
        var powers = new List<long>();
        foreach (var account in AccountsWith(context, market))
        {
            var device = devices.Find(devices.Root.And(market).And(account));
            var action = device == null ? "" : device.ActionAt(prices[device.Origin]);
            if (device == null || action.Length == 0)
            {
                continue;
            }

            store.Put(
                store.Root.And(market).And(slot).And(account),
                new InstructionRecord { Action = action, PowerW = device.PowerW });
            accounts.Add(account);
            actions.Add(action);
            powers.Add(device.PowerW);
            if (accounts.Count == PerEvent)
            {
                Emit(context, market, slot, accounts, actions, powers);
            }
        }

        if (accounts.Count > 0)
        {
            Emit(context, market, slot, accounts, actions, powers);
        }
    }

    private static string[] AccountsWith(CallContext context, string microgrid) => new RecordReader(
        context.Call("registry", "assets", new RecordWriter().Text(microgrid).Int(DevicesMax).ToArray())).Texts();

    private static void Emit(
        CallContext context, string market, long slot, List<string> accounts, List<string> actions, List<long> powers)
    {
        context.Emit(
            "instructions",
            new RecordWriter()
                .Text(market)
                .Long(slot)
                .Texts(accounts.ToArray())
                .Texts(actions.ToArray())
                .Longs(powers.ToArray())
                .ToArray());
        accounts.Clear();
        actions.Clear();
        powers.Clear();
    }
}
