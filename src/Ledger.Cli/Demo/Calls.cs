using Ledger.Cli.Demo.Devices;
using Ledger.Cli.Feeders;
using Ledger.Client;
using Ledger.Client.Strategies;
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
        string assetId, string assetType, string assetClass, string meterId, string bus, long capacityW) => new CallArguments()
        .Text(assetId).Text(assetType).Text(assetClass).Text(meterId).Text(bus).Long(capacityW)
        .Call("registry", "registerAsset");

    public static ContractCall RegisterMeter() => new("registry", "registerMeter", CallArguments.None);

    public static ContractCall Issue(string account, long amountNano) =>
        new CallArguments().Text(account).Long(amountNano).Call("wallet", "issue");

    public static ContractCall SetCreditLimit(string account, long limitNano) =>
        new CallArguments().Text(account).Long(limitNano).Call("wallet", "setCreditLimit");

    public static ContractCall Configure(string gridAccount, string operatorAccount) => new CallArguments()
        .Text(Roster.Market).Text(gridAccount).Text(operatorAccount).Text("single").Call("settlement", "configure");

    public static ContractCall ConfigureFees(string dsoAccount) => new CallArguments()
        .Text(Roster.Market).Text(dsoAccount).Long(0).Call("settlement", "configureFees");

    public static ContractCall SetMechanism(string mechanism, string[] names, long[] values) => new CallArguments()
        .Text(Roster.Market).Text(mechanism).Texts(names).Longs(values).Call("market", "setMechanism");

    /// <summary>Two zones, half of the buses each, joined by one link of the same limit both ways.</summary>
    public static ContractCall SetZones(string[] buses, long linkWh) => new CallArguments()
        .Text(Roster.Market).Texts("upper", "lower").Texts(buses)
        .Longs([.. buses.Select((_, i) => 2L * i / buses.Length)])
        .Texts("link").Longs(0, 1, linkWh, linkWh)
        .Call("market", "setZones");

    public static ContractCall RegisterFeeder(Feeder feeder) => new CallArguments()
        .Text(Roster.Market).Texts([.. feeder.Buses.Select(b => b.Name)])
        .Long(feeder.NominalMilliVolt).Long(feeder.SlackMilliVolt)
        .Long(feeder.VoltageMinPpm).Long(feeder.VoltageMaxPpm).Long(feeder.TransformerVa)
        .Call("registry", "registerFeeder");

    public static ContractCall SetLines(Feeder feeder)
    {
        string[] Names(Func<FeederLine, string> name) => [.. feeder.Lines.Select(name)];
        long[] Numbers(Func<FeederLine, long> number) => [.. feeder.Lines.Select(number)];
        return new CallArguments()
            .Text(Roster.Market).Texts(Names(l => l.Name)).Texts(Names(l => l.From)).Texts(Names(l => l.To))
            .Longs(Numbers(l => l.ResistanceMicroOhm)).Longs(Numbers(l => l.ReactanceMicroOhm))
            .Longs(Numbers(l => l.LimitVa)).Longs(Numbers(l => l.FeeMicro)).Longs(Numbers(l => l.LengthMetre))
            .Call("registry", "setLines");
    }

    public static ContractCall Join() => new CallArguments().Text(Roster.Market).Call("market", "join");

    public static ContractCall OpenSlot(long slot) => OfSlot(slot).Call("market", "openSlot");

    public static ContractCall Clear(long slot) => OfSlot(slot).Call("market", "clear");

    public static ContractCall Settle(long slot) => OfSlot(slot).Call("settlement", "settle");

    public static ContractCall Submit(long slot, string id, StrategyOrder order) => OfSlot(slot)
        .Text(id).Long(order.QuantityWh).Long(order.PriceMicro)
        .Call("market", order.Side == OrderSide.Buy ? "submitBid" : "submitOffer");

    public static ContractCall Reading(long slot, string meterId, MeterReading reading) => new CallArguments()
        .Long(slot).Text(meterId).Long(reading.ImportWh).Long(reading.ExportWh).Call("metering", "reading");

    private static CallArguments OfSlot(long slot) => new CallArguments().Text(Roster.Market).Long(slot);
}
