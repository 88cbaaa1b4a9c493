using System.Text.Json;
using Ledger.Cli.Demo.Checks;
using Ledger.Cli.Demo.Report;

namespace Ledger.Cli.Tests.Demo;

public sealed class JsonReportTests
{
    [Fact]
    public void It_has_the_published_fields_with_the_ledgers_figures()
    {
        using var document = JsonDocument.Parse(JsonReport.ToText(Report(ExampleRun.Run)));
        var root = document.RootElement;

        Assert.True(root.GetProperty("ok").GetBoolean());
        Assert.Equal(12.3, root.GetProperty("seconds").GetDouble());
        Assert.Equal(1, root.GetProperty("slots").GetInt32());
        Assert.Equal(2, root.GetProperty("homes").GetInt32());
        Assert.Equal(42, root.GetProperty("transactions").GetInt32());
        Assert.Equal(0, root.GetProperty("failedReceipts").GetInt32());
        Assert.Equal(300, root.GetProperty("energyTradedWh").GetInt64());
        Assert.Equal(100, root.GetProperty("energyFromGridWh").GetInt64());
        Assert.True(root.GetProperty("moneyConserved").GetBoolean());
        Assert.True(root.GetProperty("energyConserved").GetBoolean());
        Assert.Equal(2.5, root.GetProperty("latencyMs").GetProperty("p95").GetDouble());
        var node = root.GetProperty("nodes")[1];
        Assert.Equal("node4", node.GetProperty("name").GetString());
        Assert.Equal(20, node.GetProperty("height").GetInt32());
        Assert.Equal(64, node.GetProperty("headerHash").GetString()!.Length);
        Assert.Equal(64, node.GetProperty("stateRoot").GetString()!.Length);
        Assert.True(node.GetProperty("restarted").GetBoolean());
        Assert.Equal("four", node.GetProperty("dataDir").GetString());
        Assert.Equal("node4", root.GetProperty("outage").GetProperty("node").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("outage").GetProperty("gapMs").ValueKind);
        Assert.Equal("node1", root.GetProperty("primaryOutage").GetProperty("node").GetString());
        Assert.Equal(1234.5, root.GetProperty("primaryOutage").GetProperty("gapMs").GetDouble());
        Assert.All(root.GetProperty("checks").EnumerateArray(), c =>
        {
            Assert.NotEqual("", c.GetProperty("name").GetString());
            Assert.True(c.GetProperty("ok").GetBoolean());
            Assert.NotEqual("", c.GetProperty("detail").GetString());
        });
    }

    [Fact]
    public void One_failed_check_makes_the_run_fail()
    {
        using var document = JsonDocument.Parse(
            JsonReport.ToText(Report(ExampleRun.Run with { ForbiddenOfferDenied = false })));

        Assert.False(document.RootElement.GetProperty("ok").GetBoolean());
        Assert.True(document.RootElement.GetProperty("moneyConserved").GetBoolean());
    }

    private static DemoReport Report(RunFacts run) => new()
    {
        Ledger = ExampleRun.Ledger,
        Run = run,
        Checks = DemoChecks.Run(ExampleRun.Ledger, run),
        Latency = new Percentiles(
            TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2.5), TimeSpan.FromMilliseconds(9)),
        Time = TimeSpan.FromSeconds(12.34),
        TradingTime = TimeSpan.FromSeconds(10),
    };
}
