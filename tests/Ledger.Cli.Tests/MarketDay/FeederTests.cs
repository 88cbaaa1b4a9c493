using Ledger.Cli.Feeders;

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
}
