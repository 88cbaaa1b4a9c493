using Ledger.Chaincode;

namespace Ledger.Contracts.Registry;

/// <summary>
/// Who and what takes part: microgrids, their feeders, assets bound to accounts (L2), meters bound to their keys (L12),
/// tariffs and levies (M20), and what the grid supervisor orders (M7).
/// An account holds one asset, a meter measures one asset.
/// </summary>
[Contract("registry")]
public sealed partial class RegistryContract
{
    /// <summary>Registers a microgrid; the caller's organisation runs it from then on.</summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void RegisterMicrogrid(CallContext context, string id, string name)
    {
        Names.RequireIdentifier(context, id, "a microgrid's id");
        context.Require(Names.IndexOf(id, ':') < 0, "a microgrid's id has no colon; it sets sessions apart");
        context.Require(name.Length is > 0 and <= Names.TextLengthMax, "a microgrid's name has 1 to 64 characters");
        var microgrids = new RecordStore<MicrogridRecord>(context, "microgrid");
        var key = microgrids.Root.And(id);
        context.Require(microgrids.Find(key) == null, "microgrid " + id + " is already registered");
        microgrids.Put(key, new MicrogridRecord(name, context.Caller.Organisation, context.Caller.Account));
    }

    /// <summary>Name, organisation and registering account of a microgrid; empty when there is none.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public string[] Microgrid(CallContext context, string id)
    {
        var microgrids = new RecordStore<MicrogridRecord>(context, "microgrid");
        var record = microgrids.Find(microgrids.Root.And(id));
        return record == null ? new string[0] : new string[] { record.Name, record.Organisation, record.RegisteredBy };
    }

    /// <summary>
    /// Binds an asset to the caller's account. Type, meter, bus and capacity must be what the caller's certificate
    /// says; the microgrid is taken from it.
    /// </summary>
    [Function]
    [Requires("role", Roles.Consumer, Roles.Prosumer, Roles.ProsumerPlus, Roles.Producer)]
    [Requires("assetType")]
    public void RegisterAsset(
        CallContext context, string assetId, string assetType, string assetClass, string meterId, string bus,
            long capacityW)
    {
        var microgrid = context.Caller.Attribute("microgrid") ?? "";
        CheckAsset(context, assetId, assetClass, meterId, microgrid, capacityW);
        RequireAttribute(context, "assetType", assetType);
        RequireAttribute(context, "meterId", meterId);
        RequireAttribute(context, "bus", bus);
        RequireAttribute(context, "capacityW", "" + capacityW);
        var account = context.Caller.Account;
        var assets = new RecordStore<AssetRecord>(context, "asset");
        var key = assets.Root.And(account);
        context.Require(assets.Find(key) == null, "account " + account + " already has an asset");
        Claim(context, "assetId", assetId, "asset " + assetId + " is already registered");
        Claim(context, "meterAsset", meterId, "meter " + meterId + " already measures another asset");
        assets.Put(key, new AssetRecord
        {
            Account = account,
            AssetId = assetId,
            AssetType = assetType,
            AssetClass = assetClass,
            MeterId = meterId,
            Bus = bus,
            Microgrid = microgrid,
            CapacityW = capacityW,
        });
        var members = new RecordStore<NameRecord>(context, "microgridAsset");
        members.Put(members.Root.And(microgrid).And(account), new NameRecord(account));
    }

    /// <summary>
    /// Binds the meter id of the caller's certificate to the caller's account: only it can post this meter's readings.
    /// </summary>
    [Function]
    [Requires("role", Roles.Meter)]
    [Requires("meterId")]
    public void RegisterMeter(CallContext context)
    {
        var meterId = context.Caller.Attribute("meterId") ?? "";
        Names.RequireIdentifier(context, meterId, "a meter's id");
        Claim(context, "meterAccount", meterId, "meter " + meterId + " is already registered");
    }

    /// <summary>The asset of an account as <see cref="AssetRecord"/> encodes it; empty when there is none.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Asset(CallContext context, string account)
    {
        var assets = new RecordStore<AssetRecord>(context, "asset");
        return context.State.Get(assets.Root.And(account)) ?? new byte[0];
    }

    /// <summary>
    /// The asset that a meter measures as <see cref="AssetRecord"/> encodes it; empty when there is none.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] AssetOfMeter(CallContext context, string meterId)
    {
        var owner = NameOf(context, "meterAsset", meterId);
        return owner == null ? new byte[0] : Asset(context, owner);
    }

    /// <summary>The account whose key signs a meter's readings; empty when the meter is not registered.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public string MeterAccount(CallContext context, string meterId) => NameOf(context, "meterAccount", meterId) ?? "";

    /// <summary>
    /// Accounts with an asset in a microgrid, in order of their bytes, at most <paramref name="limit"/> (1 to 1,000).
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public string[] Assets(CallContext context, string microgrid, int limit)
    {
        context.Require(limit is > 0 and <= Bounds.ListMax, "a limit is 1 to 1000");
        var store = new RecordStore<NameRecord>(context, "microgridAsset");
        var records = store.Scan(store.Root.And(microgrid), limit);
        var accounts = new string[records.Length];
        for (var i = 0; i < records.Length; i++)
        {
            accounts[i] = records[i].Name;
        }

        return accounts;
    }

    private static void CheckAsset(
        CallContext context, string assetId, string assetClass, string meterId, string microgrid, long capacityW)
    {
        Names.RequireIdentifier(context, assetId, "an asset's id");
        context.Require(
            AssetClasses.IsKnown(assetClass),
            "an asset's class is critical, time-shiftable, power-shiftable, storage, ev or generation");
        Names.RequireIdentifier(context, meterId, "a meter's id");
        context.Require(capacityW is > 0 and <= Bounds.CapacityWattMax, "a capacity is 1 W to 1 GW");
        context.Require(microgrid.Length > 0, "the certificate has no attribute microgrid");
        var microgrids = new RecordStore<MicrogridRecord>(context, "microgrid");
        context.Require(microgrids.Find(microgrids.Root.And(microgrid)) != null, "there is no microgrid " + microgrid);
    }

    private static void RequireAttribute(CallContext context, string name, string value)
    {
        var certified = context.Caller.Attribute(name);
        context.Require(certified != null, "the certificate has no attribute " + name);
        context.Require(
            certified == value, "attribute " + name + " is " + certified + " in the certificate, not " + value);
    }

    private static void Claim(CallContext context, string collection, string name, string refusal)
    {
        context.Require(NameOf(context, collection, name) == null, refusal);
        var names = new RecordStore<NameRecord>(context, collection);
        names.Put(names.Root.And(name), new NameRecord(context.Caller.Account));
    }

    private static string? NameOf(CallContext context, string collection, string name)
    {
        var names = new RecordStore<NameRecord>(context, collection);
        return names.Find(names.Root.And(name))?.Name;
    }
}
