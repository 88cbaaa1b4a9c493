using Ledger.Cli.Demo;
using Ledger.Cli.Demo.Grid;

namespace Ledger.Cli.Tests.Demo;

public sealed class RosterTests
{
    [Fact]
    public void Homes_go_round_the_cells()
    {
        var roster = new Roster(4, 17);

        Assert.Equal("cell1/home-01", roster.Homes[0].Account);
        Assert.Equal("cell2/home-02", roster.Homes[1].Account);
        Assert.Equal("cell4/home-04", roster.Homes[3].Account);
        Assert.Equal("cell1/home-05", roster.Homes[4].Account);
        Assert.Equal("cell1/meter-17", roster.Meters[16].Account);
    }

    [Fact]
    public void A_home_and_its_meter_are_certified_for_the_same_meter()
    {
        var roster = new Roster(7, 17);
        for (var i = 0; i < roster.Homes.Count; i++)
        {
            Assert.True(roster.Homes[i].Attributes.TryGetValue("meterId", out var own));
            Assert.True(roster.Meters[i].Attributes.TryGetValue("meterId", out var meter));
            Assert.Equal(own, meter);
            Assert.True(roster.Homes[i].Attributes.TryGetValue("microgrid", out var microgrid));
            Assert.Equal(Roster.Market, microgrid);
        }
    }

    [Theory]
    [InlineData("feeder33", "b2", "b33", 17)]
    [InlineData("rural1", "b1", "b14", 17)]
    [InlineData("feeder33", "b2", "b33", 2)]
    public void On_a_feeder_homes_are_spread_over_its_buses(string name, string first, string last, int homes)
    {
        var feeder = DemoFeeder.Of(name)!;
        var roster = new Roster(4, homes, feeder);
        var buses = Enumerable.Range(1, homes).Select(roster.Bus).ToArray();

        Assert.Equal((first, last), (buses[0], buses[^1]));
        Assert.Equal(Math.Min(homes, feeder.Feeder.Buses.Count - 1), buses.Distinct().Count());
        Assert.DoesNotContain(feeder.Feeder.Buses[0].Name, buses);
        Assert.All(buses, b => Assert.Contains(feeder.Feeder.Buses, bus => bus.Name == b));
        Assert.True(roster.Homes[^1].Attributes.TryGetValue("capacityW", out var capacity));
        Assert.Equal((17_250 * feeder.HomesPerBus).ToString(), capacity);
        Assert.Equal("cell1/dso", roster.Dso?.Account);
        Assert.Contains(roster.Dso, roster.All);
    }

    [Fact]
    public void Without_a_feeder_there_is_no_grid_operator_and_every_home_has_a_bus()
    {
        Assert.Null(new Roster(4, 2).Dso);
        Assert.Equal("bus-02", new Roster(4, 2).Bus(2));
    }

    [Fact]
    public void Everyone_has_an_account_of_its_own_and_every_cell_an_operator()
    {
        var roster = new Roster(5, 17);

        Assert.Equal(roster.All.Count(), roster.All.Select(m => m.Account).Distinct().Count());
        Assert.Equal(
            ["cell1/operator", "cell2/operator", "cell3/operator", "cell4/operator", "cell5/operator"],
            roster.Operators.Select(o => o.Account));
    }
}
