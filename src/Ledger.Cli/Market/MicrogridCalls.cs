using Ledger.Cli.Feeders;
using Ledger.Client;
using Ledger.Client.Strategies;
using Ledger.Primitives;

namespace Ledger.Cli.Market;

/// <summary>
/// The calls by which a microgrid is set up and trades, with their arguments in order; the demo sends them to a network, a
/// simulated day to a ledger in memory. Pure.
/// </summary>
internal sealed class MicrogridCalls(string market)
{
    public ContractCall RegisterMicrogrid(string displayName) => Of().Text(displayName).Call("registry", "registerMicrogrid");

    public ContractCall SetTariff(long retailMicro, long feedInMicro, long fromSlot) =>
        Of().Long(retailMicro).Long(feedInMicro).Long(fromSlot).Call("registry", "setTariff");

    public ContractCall RegisterFeeder(Feeder feeder) => Of()
        .Texts([.. feeder.Buses.Select(b => b.Name)]).Long(feeder.NominalMilliVolt).Long(feeder.SlackMilliVolt)
        .Long(feeder.VoltageMinPpm).Long(feeder.VoltageMaxPpm).Long(feeder.TransformerVa)
        .Call("registry", "registerFeeder");

    public ContractCall SetLines(Feeder feeder) => Of()
        .Texts([.. feeder.Lines.Select(l => l.Name)])
        .Texts([.. feeder.Lines.Select(l => l.From)]).Texts([.. feeder.Lines.Select(l => l.To)])
        .Longs([.. feeder.Lines.Select(l => l.ResistanceMicroOhm)])
        .Longs([.. feeder.Lines.Select(l => l.ReactanceMicroOhm)])
        .Longs([.. feeder.Lines.Select(l => l.LimitVa)]).Longs([.. feeder.Lines.Select(l => l.FeeMicro)])
        .Longs([.. feeder.Lines.Select(l => l.LengthMetre)]).Call("registry", "setLines");

    public ContractCall Configure(string gridAccount, string operatorAccount, string imbalance) =>
        Of().Text(gridAccount).Text(operatorAccount).Text(imbalance).Call("settlement", "configure");

    public ContractCall ConfigureFees(string dsoAccount) => Of().Text(dsoAccount).Long(0).Call("settlement", "configureFees");

    public ContractCall SetMechanism(string mechanism, string[] names, long[] values) =>
        Of().Text(mechanism).Texts(names).Longs(values).Call("market", "setMechanism");

    /// <summary>Two zones, half of the buses each, joined by one link of the same limit both ways.</summary>
    public ContractCall SetTwoZones(string[] buses, long linkWh) => Of()
        .Texts("upper", "lower").Texts(buses).Longs([.. buses.Select((_, i) => 2L * i / buses.Length)])
        .Texts("link").Longs(0, 1, linkWh, linkWh).Call("market", "setZones");

    /// <summary>Each bus is a zone of its own, joined as the feeder's lines join them; one zone without a feeder.</summary>
    public ContractCall SetZonesOfBuses(Feeder? feeder)
    {
        var zones = feeder?.Buses.Select(b => b.Name).ToArray() ?? [];
        var values = new List<long>();
        foreach (var line in feeder?.Lines ?? [])
        {
            // VA for a quarter of an hour; no limit is more than any market trades.
            var limit = line.LimitVa == 0 ? 1_000_000_000_000 : line.LimitVa / 4;
            values.AddRange([Array.IndexOf(zones, line.From), Array.IndexOf(zones, line.To), limit, limit]);
        }

        return feeder == null
            ? Of().Texts(market).Texts([]).Longs([]).Texts([]).Longs([]).Call("market", "setZones")
            : Of().Texts(zones).Texts(zones).Longs([.. Enumerable.Range(0, zones.Length).Select(i => (long)i)])
                .Texts([.. feeder.Lines.Select(l => l.Name)]).Longs([.. values]).Call("market", "setZones");
    }

    public ContractCall Join() => Of().Call("market", "join");

    public ContractCall OpenSlot(long slot) => Of().Long(slot).Call("market", "openSlot");

    public ContractCall Close(long slot) => Of().Long(slot).Call("market", "close");

    public ContractCall Clear(long slot) => Of().Long(slot).Call("market", "clear");

    public ContractCall Secure(long slot) => Of().Long(slot).Call("market", "secure");

    public ContractCall Seal(long slot) => Of().Long(slot).Call("market", "seal");

    public ContractCall Settle(long slot) => Of().Long(slot).Call("settlement", "settle");

    /// <summary>An order that may trade in parts.</summary>
    public ContractCall Order(long slot, string id, in StrategyOrder order) =>
        OfOrder(slot, id, order).Call("market", order.Side == OrderSide.Buy ? "submitBid" : "submitOffer");

    /// <summary>An order that trades at least so much as it says, or nothing.</summary>
    public ContractCall BlockOrder(long slot, string id, in StrategyOrder order, string origin)
    {
        var arguments = OfOrder(slot, id, order).Long(order.LeastWh);
        return order.Side == OrderSide.Buy
            ? arguments.Texts([]).Call("market", "submitBidOf")
            : arguments.Text(origin).Call("market", "submitOfferOf");
    }

    public ContractCall Positions(long slot) => Of().Long(slot).Text("").Call("market", "positions");

    public ContractCall Result(long slot) => Of().Long(slot).Call("market", "result");

    public ContractCall Bill(string account, long fromSlot, long toSlot) =>
        Of().Text(account).Long(fromSlot).Long(toSlot).Call("settlement", "bill");

    public static ContractCall RegisterAsset(
        string assetId, string assetType, string assetClass, string meterId, string bus, long capacityW) =>
        new CallArguments().Text(assetId).Text(assetType).Text(assetClass).Text(meterId).Text(bus).Long(capacityW)
            .Call("registry", "registerAsset");

    public static ContractCall RegisterMeter() => new("registry", "registerMeter", CallArguments.None);

    public static ContractCall Issue(string account, long amountNano) =>
        new CallArguments().Text(account).Long(amountNano).Call("wallet", "issue");

    public static ContractCall SetCreditLimit(string account, long limitNano) =>
        new CallArguments().Text(account).Long(limitNano).Call("wallet", "setCreditLimit");

    public static ContractCall Reading(long slot, string meterId, long importWh, long exportWh) =>
        new CallArguments().Long(slot).Text(meterId).Long(importWh).Long(exportWh).Call("metering", "reading");

    public static ContractCall Balance(string account) => new CallArguments().Text(account).Call("wallet", "balance");

    public static ContractCall Audit() => new("wallet", "audit", CallArguments.None);

    private CallArguments Of() => new CallArguments().Text(market);

    private CallArguments OfOrder(long slot, string id, in StrategyOrder order) =>
        Of().Long(slot).Text(id).Long(order.QuantityWh).Long(order.PriceMicro);
}
