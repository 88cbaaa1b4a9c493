using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Cli.Demo.Checks;
using Ledger.Cli.Demo.ReadBack;

namespace Ledger.Cli.Demo.Report;

/// <summary>The report for machines. Energy in Wh, money in n¤, prices in µ¤/kWh. Pure.</summary>
public static class JsonReport
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text of the file.</summary>
    public static string ToText(DemoReport report) => Create(report).ToJsonString(Format) + "\n";

    /// <summary>Makes it.</summary>
    public static JsonObject Create(DemoReport report) => new()
    {
        ["ok"] = report.Ok,
        ["seconds"] = Math.Round(report.Time.TotalSeconds, 1),
        ["tradingSeconds"] = Math.Round(report.TradingTime.TotalSeconds, 1),
        ["slots"] = report.Ledger.Slots.Count,
        ["homes"] = report.Ledger.Homes.Count,
        ["mechanism"] = report.Run.Mechanism,
        ["feeder"] = report.Run.Feeder,
        ["homesPerHome"] = report.Run.Scale,
        ["blocks"] = report.Ledger.Chains[0].Height,
        ["transactions"] = report.Transactions,
        ["calls"] = report.Ledger.Chains[0].Calls,
        ["failedReceipts"] = report.Ledger.Chains[0].Failures.Count,
        ["energyTradedWh"] = report.Ledger.TradedWh,
        ["energyFromGridWh"] = report.Ledger.GridImportWh,
        ["energyToGridWh"] = report.Ledger.GridExportWh,
        ["moneyConserved"] = report.Holds(DemoChecks.Money),
        ["energyConserved"] = report.Holds(DemoChecks.Energy),
        ["latencyMs"] = new JsonObject
        {
            ["p50"] = Milliseconds(report.Latency.P50),
            ["p95"] = Milliseconds(report.Latency.P95),
            ["p99"] = Milliseconds(report.Latency.P99),
        },
        ["nodes"] = new JsonArray([.. report.Ledger.Nodes.Select(Node)]),
        ["outage"] = report.Run.Outage is { } outage ? Outage(outage) : null,
        ["primaryOutage"] = report.Run.PrimaryOutage is { } primary ? Outage(primary) : null,
        ["day"] = new JsonArray([.. report.Ledger.Slots.Select(s => Slot(s, report.Ledger.Chains[0]))]),
        ["bills"] = new JsonArray([.. report.Ledger.Homes.Select(Bill)]),
        ["checks"] = new JsonArray([.. report.Checks.Select(Check)]),
    };

    private static JsonNode Node(NodeFacts node) => new JsonObject
    {
        ["name"] = node.Name,
        ["height"] = node.Height,
        ["headerHash"] = node.HeaderHash,
        ["stateRoot"] = node.StateRoot,
        ["restarted"] = node.Restarted,
        ["dataDir"] = node.DataDirectory,
    };

    private static JsonNode Outage(OutageResult outage) => new JsonObject
    {
        ["node"] = outage.Node,
        ["heightBefore"] = outage.HeightBefore,
        ["heightOfOthers"] = outage.HeightOfOthers,
        ["heightAfter"] = outage.HeightAfter,
        ["blocksFetched"] = outage.BlocksFetched,
        ["seconds"] = Math.Round(outage.Time.TotalSeconds, 1),
        ["gapMs"] = outage.Gap is { } gap ? Milliseconds(gap) : null,
    };

    private static JsonNode Slot(SlotFacts slot, ChainFacts chain)
    {
        var cleared = chain.Cleared.GetValueOrDefault(slot.Start);
        return new JsonObject
        {
            ["slot"] = slot.Start,
            ["time"] = SlotSchedule.TimeOf(SlotSchedule.SlotAt(slot.Start)),
            ["tradedWh"] = slot.TradedWh,
            ["priceMicro"] = slot.PriceMicro,
            ["gridImportWh"] = slot.GridImportWh,
            ["gridExportWh"] = slot.GridExportWh,
            ["deviationWh"] = slot.DeviationWh,
            ["operatorNano"] = slot.OperatorNano,
            ["transportNano"] = slot.TransportNano,
            ["plainWh"] = cleared?.ClearedWh,
            ["rounds"] = cleared?.Rounds,
            ["binding"] = new JsonArray([.. (cleared?.Binding ?? []).Select(b => JsonValue.Create(b))]),
        };
    }

    private static JsonNode Bill(HomeFacts home) => new JsonObject
    {
        ["account"] = home.Account,
        ["assetType"] = home.AssetType,
        ["boughtWh"] = home.Bill.MarketBuyWh,
        ["soldWh"] = home.Bill.MarketSellWh,
        ["meteredWh"] = home.Bill.MeteredWh,
        ["netNano"] = home.Bill.NetNano,
        ["tariffNano"] = home.Bill.TariffNano,
        ["balanceNano"] = home.BalanceNano,
    };

    private static JsonNode Check(CheckResult check) => new JsonObject
    {
        ["name"] = check.Name,
        ["ok"] = check.Ok,
        ["detail"] = check.Detail,
    };

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);
}
