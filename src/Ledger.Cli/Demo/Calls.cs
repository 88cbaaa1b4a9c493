using Ledger.Cli.Demo.Devices;
using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Demo;

/// <summary>The calls of the contracts that the demo makes, with their arguments in order. Pure.</summary>
internal static class Calls
{
    public static ContractCall RegisterMicrogrid(string displayName) =>
        new CallArguments().Text(Roster.Market).Text(displayName).Call("registry", "registerMicrogrid");

    public static ContractCall SetTariff(Tariff tariff, long fromSlot) => new CallArguments()
        .Text(Roster.Market).Long(tariff.RetailMicro).Long(tariff.FeedInMicro).Long(fromSlot)
        .Call("registry", "setTariff");

    public static ContractCall RegisterAsset(
        string assetId, string assetType, string assetClass, string meterId, string bus) => new CallArguments()
        .Text(assetId).Text(assetType).Text(assetClass).Text(meterId).Text(bus).Long(House.ConnectionW)
        .Call("registry", "registerAsset");

    public static ContractCall RegisterMeter() => new("registry", "registerMeter", CallArguments.None);

    public static ContractCall Issue(string account, long amountNano) =>
        new CallArguments().Text(account).Long(amountNano).Call("wallet", "issue");

    public static ContractCall SetCreditLimit(string account, long limitNano) =>
        new CallArguments().Text(account).Long(limitNano).Call("wallet", "setCreditLimit");

    public static ContractCall Configure(string gridAccount, string operatorAccount) => new CallArguments()
        .Text(Roster.Market).Text(gridAccount).Text(operatorAccount).Text("single").Call("settlement", "configure");

    public static ContractCall Join() => new CallArguments().Text(Roster.Market).Call("market", "join");

    public static ContractCall OpenSlot(long slot) => OfSlot(slot).Call("market", "openSlot");

    public static ContractCall Clear(long slot) => OfSlot(slot).Call("market", "clear");

    public static ContractCall Settle(long slot) => OfSlot(slot).Call("settlement", "settle");

    public static ContractCall Submit(long slot, DeviceOrder order) => OfSlot(slot)
        .Text(order.Id).Long(order.QuantityWh).Long(order.PriceMicro)
        .Call("market", order.IsBid ? "submitBid" : "submitOffer");

    public static ContractCall Reading(long slot, string meterId, MeterReading reading) => new CallArguments()
        .Long(slot).Text(meterId).Long(reading.ImportWh).Long(reading.ExportWh).Call("metering", "reading");

    private static CallArguments OfSlot(long slot) => new CallArguments().Text(Roster.Market).Long(slot);
}
