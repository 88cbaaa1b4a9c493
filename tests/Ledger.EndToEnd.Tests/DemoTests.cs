namespace Ledger.EndToEnd.Tests;

[Collection(DemoCollection.Name)]
public sealed class DemoTests(DemoNetwork network)
{
    [Fact]
    public void A_short_demo_with_a_killed_node_passes_all_its_checks()
    {
        Assert.True(network.Demo.ExitCode == 0, network.Demo.All);
        Assert.True(network.Report.GetProperty("ok").GetBoolean());
        Assert.True(network.Report.GetProperty("moneyConserved").GetBoolean());
        Assert.True(network.Report.GetProperty("energyConserved").GetBoolean());
        Assert.Equal(0, network.Report.GetProperty("failedReceipts").GetInt32());
        Assert.All(network.Report.GetProperty("checks").EnumerateArray(), c => Assert.True(c.GetProperty("ok").GetBoolean()));
    }

    [Fact]
    public void All_nodes_end_with_the_same_header_and_state_and_those_that_were_killed_are_back()
    {
        var nodes = network.Report.GetProperty("nodes").EnumerateArray().ToArray();

        Assert.Equal(4, nodes.Length);
        Assert.Single(nodes.Select(n => n.GetProperty("headerHash").GetString()).Distinct());
        Assert.Single(nodes.Select(n => n.GetProperty("stateRoot").GetString()).Distinct());
        Assert.Equal(
            new[] { "primaryOutage", "outage" }
                .Select(o => network.Report.GetProperty(o).GetProperty("node").GetString()).Distinct().Order(),
            nodes.Where(n => n.GetProperty("restarted").GetBoolean()).Select(n => n.GetProperty("name").GetString()).Order());
    }

    [Fact]
    public void The_primary_was_killed_and_replaced_and_the_pause_is_told()
    {
        var outage = network.Report.GetProperty("primaryOutage");

        Assert.StartsWith("node", outage.GetProperty("node").GetString());
        Assert.True(outage.GetProperty("gapMs").GetDouble() > 0);
        Assert.True(outage.GetProperty("blocksFetched").GetUInt64() > 0);
        Assert.Single(
            network.Report.GetProperty("checks").EnumerateArray(),
            c => c.GetProperty("name").GetString() == "the killed primary was replaced" && c.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public void Private_keys_are_readable_by_their_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");
        var keys = Directory.GetFiles(network.Directory, "*.key", SearchOption.AllDirectories);

        Assert.NotEmpty(keys);
        Assert.All(keys, k => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(k)));
    }
}
