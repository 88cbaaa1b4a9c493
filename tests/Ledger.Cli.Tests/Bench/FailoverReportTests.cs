using System.Text.Json;
using Ledger.Cli.Bench;

namespace Ledger.Cli.Tests.Bench;

public sealed class FailoverReportTests
{
    [Theory]
    [InlineData(new double[] { 300, 100, 200 }, 200, 100, 300)]
    [InlineData(new double[] { 400, 100, 200, 300 }, 250, 100, 400)]
    [InlineData(new double[] { 7 }, 7, 7, 7)]
    public void It_sums_up_the_gaps(double[] gaps, double median, double min, double max)
    {
        using var document = JsonDocument.Parse(Report(gaps).ToJson());
        var root = document.RootElement;

        Assert.Equal(median, root.GetProperty("medianMs").GetDouble());
        Assert.Equal(min, root.GetProperty("minMs").GetDouble());
        Assert.Equal(max, root.GetProperty("maxMs").GetDouble());
        Assert.Equal(gaps, root.GetProperty("gaps").EnumerateArray().Select(g => g.GetProperty("gapMs").GetDouble()));
        Assert.Equal("fast", root.GetProperty("profile").GetString());
        Assert.Contains("SIGKILL", root.GetProperty("measuredBy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_says_how_the_gap_is_measured()
    {
        var run = (await Run.OfAsync("bench", "--help")).IsOk();

        var words = string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(FailoverReport.Method, words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bench", "say either --quick or --failover")]
    [InlineData("bench --quick --failover", "say either --quick or --failover")]
    [InlineData("bench --quick --profile fast", "go with --failover")]
    [InlineData("bench --quick --runs 3", "go with --failover")]
    [InlineData("bench --failover --profile slow", "not 'slow'")]
    [InlineData("bench --failover --runs 0", "1 to 100, not 0")]
    [InlineData("bench --failover --runs 101", "1 to 100, not 101")]
    public async Task What_cannot_be_measured_is_bad_input(string line, string words) =>
        (await Run.OfAsync(line.Split(' '))).FailsWith(ExitStatus.BadInput, words);

    private static FailoverReport Report(double[] gaps) => new()
    {
        Profile = FailoverPlan.FastProfile,
        Nodes = 4,
        Clients = 8,
        InFlight = 16,
        Transactions = 1_000,
        Gaps = [.. gaps.Select((gap, i) => new FailoverGap("node1", "node3", (ulong)i, (ulong)i + 1, gap, 1_000))],
    };
}
