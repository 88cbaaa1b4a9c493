using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Ledger.EndToEnd.Tests;

/// <summary>The primary is killed with SIGKILL: the others elect the next one, and it comes back to the same chain.</summary>
[Collection(DemoCollection.Name)]
public sealed class FailoverTests(DemoNetwork network)
{
    // The second home of its cell, so none of the payers below.
    private const string Recipient = "cell1/home-05";

    [Fact]
    public async Task The_network_goes_on_without_its_primary_and_takes_it_back()
    {
        var before = await StatusAsync();

        // A node that came back while nothing was ordered may still stand in an earlier view.
        var newest = before.MaxBy(n => n.GetProperty("view").GetUInt64());
        var primary = before.First(n => n.GetProperty("name").GetString() == newest.GetProperty("primary").GetString());
        var organisation = primary.GetProperty("organisation").GetString()!;
        var other = before.First(n => n.GetProperty("organisation").GetString() != organisation)
            .GetProperty("organisation").GetString()!;

        Kill(organisation);
        var submitted = await LedgerCommand.RunAsync(
            "tx", "submit", "--dir", network.Directory, "--as", $"{other}/home-0{other[^1]}",
            "wallet", "transfer", Recipient, "1", "failover");
        Assert.True(submitted.ExitCode == 0, submitted.All);

        var restarted = await LedgerCommand.RunAsync("network", "start", "--dir", network.Directory);
        Assert.True(restarted.ExitCode == 0, restarted.All);
        var again = await LedgerCommand.RunAsync(
            "tx", "submit", "--dir", network.Directory, "--as", $"{organisation}/home-0{organisation[^1]}",
            "wallet", "transfer", Recipient, "1", "back");
        Assert.True(again.ExitCode == 0, again.All);

        var after = await StatusAsync();
        var view = after.Max(n => n.GetProperty("view").GetUInt64());
        Assert.True(view > before.Max(n => n.GetProperty("view").GetUInt64()), $"the view is still {view}");
    }

    private void Kill(string organisation)
    {
        var file = Path.Combine(network.Directory, organisation, "node", "node.pid");
        using var process = Process.GetProcessById(
            int.Parse(File.ReadAllText(file), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture));
        process.Kill();
        process.WaitForExit();
    }

    private async Task<JsonElement[]> StatusAsync()
    {
        var run = await LedgerCommand.RunAsync("network", "status", "--dir", network.Directory, "--json");
        Assert.True(run.ExitCode == 0, run.All);
        using var document = JsonDocument.Parse(run.Output);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }
}
