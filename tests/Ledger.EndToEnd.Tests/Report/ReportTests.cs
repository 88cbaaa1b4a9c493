using System.Text.Json.Nodes;

namespace Ledger.EndToEnd.Tests.Report;

/// <summary>Reports of the demo's network: the real command, the proofs that it writes, and whom it names.</summary>
[Collection(DemoCollection.Name)]
public sealed class ReportTests(DemoNetwork network)
{
    private const string Home = "cell1/home-01";

    /// <summary>16 June 2017, the day that the demo replays.</summary>
    private static readonly string[] Day = ["--from", "2017-06-16", "--to", "2017-06-17"];

    [Fact]
    public async Task A_home_s_bill_adds_up_to_its_wallet_and_every_line_is_proven()
    {
        using var folder = new TemporaryFolder();
        var proofs = Path.Combine(folder.Path, "proofs");
        var run = await LedgerCommand.RunAsync(
            ["report", "bill", "--dir", network.Directory, "--account", Home, .. Day, "--json", "--proofs", proofs]);
        Assert.True(run.ExitCode == 0, run.All);
        var report = JsonNode.Parse(run.Output)!;
        var facts = report["facts"]!;
        Assert.Equal(
            (long)facts["closingNano"]! - (long)facts["openingNano"]!, (long)facts["netNano"]! + (long)facts["debtNano"]!);
        var lines = report["tables"]!["lines"]!.AsArray();
        Assert.Equal(8, lines.Count);
        Assert.All(lines, line => Assert.Equal(64, ((string)line!["transactionId"]!).Length));
        Assert.All(lines, line => Assert.True(File.Exists(Path.Combine(proofs, (string)line!["proof"]!))));
        var file = Path.Combine(proofs, (string)lines[0]!["proof"]!);
        var check = await LedgerCommand.RunAsync("check-proof", file, "--genesis", network.Genesis, "--json");
        Assert.True(check.ExitCode == 0, check.All);
        Assert.True((bool)JsonNode.Parse(check.Output)!["found"]!);

        var refused = await LedgerCommand.RunAsync(
            ["report", "bill", "--dir", network.Directory, "--account", "cell2/home-02", "--as", Home, .. Day]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("the statement of cell2/home-02 is for the account itself", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_market_s_page_names_others_to_its_operator_only()
    {
        using var folder = new TemporaryFolder();
        var page = Path.Combine(folder.Path, "market.html");
        var run = await LedgerCommand.RunAsync(
            ["report", "market", "--dir", network.Directory, "--as", "cell1/operator", .. Day, "-o", page]);
        Assert.True(run.ExitCode == 0, run.All);
        var html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Contains("cell2/home-0", html, StringComparison.Ordinal);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        run = await LedgerCommand.RunAsync(
            ["report", "market", "--dir", network.Directory, "--as", Home, .. Day, "--csv", "--table", "participants"]);
        Assert.True(run.ExitCode == 0, run.All);
        Assert.Contains("participant 1", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("cell2/home-0", run.Output, StringComparison.Ordinal);
    }
}
