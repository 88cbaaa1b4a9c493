using Ledger.Cli.Demo;

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
