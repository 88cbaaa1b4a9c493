using System.Text.Json.Nodes;
using Ledger.Cli.Feeders;
using Ledger.Cli.Market;

namespace Ledger.Cli.Tests.MarketDay;

public sealed class FeederTests
{
    [Fact]
    public void Feeder33_is_the_published_one()
    {
        var feeder = Feeder.Load("feeder33");
        Assert.Equal((33, 32), (feeder.Buses.Count, feeder.Lines.Count));
        Assert.Equal((3_715_000, 2_300_000), (feeder.Buses.Sum(b => b.LoadW), feeder.Buses.Sum(b => b.LoadVar)));
        Assert.Equal(("b1", 12_660_000), (feeder.Buses[0].Name, feeder.NominalMilliVolt));
        Assert.Equal(711_400, feeder.Lines.Single(l => l.From == "b7" && l.To == "b8").ResistanceMicroOhm);
    }

    [Fact]
    public void Rural1_hangs_on_its_transformer()
    {
        var feeder = Feeder.Load("rural1");
        Assert.Equal((14, 13, 160_000), (feeder.Buses.Count, feeder.Lines.Count, feeder.TransformerVa));
        Assert.Equal(("b4", 80_000), (feeder.Buses[0].Name, feeder.Buses.Sum(b => b.LoadW)));
        Assert.Contains("ODbL", feeder.Licence, StringComparison.Ordinal);
        Assert.Equal((187_061, 56), (feeder.Lines[0].LimitVa, feeder.Lines[0].LengthMetre));
    }

    [Theory]
    [InlineData("l2", "b1", "b2", "closes a loop")]
    [InlineData("l2", "b2", "b9", "leads to no bus")]
    [InlineData("l1", "b2", "b3", "named twice")]
    public void What_is_not_radial_is_refused(string name, string from, string to, string message)
    {
        var feeder = Feeder.Load("feeder33") with
        {
            Buses = [new FeederBus("b1"), new FeederBus("b2"), new FeederBus("b3")],
            Lines = [new FeederLine("l1", "b1", "b2", 1, 1), new FeederLine(name, from, to, 1, 1)],
        };
        Assert.Contains(message, feeder.FirstFlaw(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"name\": \"x\"}")]
    [InlineData("{\"nane\": \"x\"}")]
    public void What_is_no_feeder_is_refused(string json) => Assert.Throws<FormatException>(() => Feeder.Parse(json));

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones() => Assert.Contains(
        "feeder33, rural1", Assert.Throws<FormatException>(() => Feeder.Load("feeder34")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("feeder33", 1)]
    [InlineData("rural1", 2)]
    public void Flows_are_those_of_the_contracts_own_check(string name, int seed)
    {
        var feeder = Feeder.Load(name);
        var random = new Random(seed);
        var watts = feeder.Buses.Select(b => (b.LoadW * 2) - random.Next(0, 60_000)).ToArray();
        var flow = new FeederFlow(feeder).Solve(watts);
        var input = new JsonObject
        {
            ["slack"] = 0,
            ["nominalMilliVolt"] = feeder.NominalMilliVolt,
            ["slackMilliVolt"] = feeder.SlackMilliVolt,
            ["vMinPpm"] = feeder.VoltageMinPpm,
            ["vMaxPpm"] = feeder.VoltageMaxPpm,
            ["buses"] = new JsonArray([.. watts.Select((w, i) => (JsonNode)new JsonObject { ["bus"] = i, ["pW"] = w })]),
            ["branches"] = new JsonArray([.. feeder.Lines.Select((l, i) => (JsonNode)new JsonObject
            {
                ["branch"] = i, ["from"] = IndexOf(l.From), ["to"] = IndexOf(l.To), ["rMicroOhm"] = l.ResistanceMicroOhm,
                ["xMicroOhm"] = l.ReactanceMicroOhm, ["limitVA"] = l.LimitVa,
            })]),
        };
        var report = new CaseRunner().Run(
            new CaseFile("lindistflow", [new MarketCase("one", null, input, null)]), TestContext.Current.CancellationToken);
        var expected = JsonNode.Parse(report.Json)!["cases"]![0]!["expected"]!;
        Assert.Equal(
            ((long)expected["minPpm"]!, (long)expected["maxPpm"]!), (flow.MinPpm, flow.MaxPpm));
        Assert.Equal(
            ((int)expected["minBus"]!, (int)expected["maxBus"]!), (IndexOf(flow.MinBus), IndexOf(flow.MaxBus)));
        Assert.Equal((long)expected["slackPW"]!, flow.SlackW);
        Assert.Equal((long)expected["lossEstimateW"]!, flow.LossW);
        var lines = expected["violations"]!.AsArray().Count(v => (string)v!["type"]! == "line-limit");
        var transformer = feeder.TransformerVa > 0 && Math.Abs(flow.SlackW) > feeder.TransformerVa ? 1 : 0;
        Assert.Equal(lines + transformer, flow.Overloaded);

        int IndexOf(string bus) => feeder.Buses.Select(b => b.Name).ToList().IndexOf(bus);
    }
}
