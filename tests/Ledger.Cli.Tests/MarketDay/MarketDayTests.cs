using System.Text.Json.Nodes;
using Ledger.Cli.MarketDay;
using Ledger.Cli.Report.Bills;
using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Markets;
using Ledger.Cli.Report.Origins;
using Ledger.Cli.Report.Records;
using Ledger.Cli.Report.State;

namespace Ledger.Cli.Tests.MarketDay;

/// <summary>The command on the shipped contracts in the real executor.</summary>
public sealed class MarketDayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-day-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task On_feeder33_a_clearing_that_breaks_the_voltage_limit_is_repeated_until_it_is_secure()
    {
        var json = await RunAsync(
            "--microgrid", Examples.Path("docs/examples/feeder33.json"), "--profiles", Examples.Profiles,
            "--from", "2017-06-02T18:00Z", "--slots", "3", "--report", Path.Combine(_folder, "pages"));
        var page = await File.ReadAllTextAsync(Path.Combine(_folder, "pages", "day.html"));
        Assert.Contains("under-voltage b18", page, StringComparison.Ordinal);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        var table = await File.ReadAllLinesAsync(Path.Combine(_folder, "pages", "day-feeder.csv"));
        Assert.Equal(4, table.Length);
        var slots = json["slots"]!.AsArray();
        Assert.Equal(3, slots.Count);
        foreach (var slot in slots)
        {
            Assert.False((bool)slot!["plain"]!["withinLimits"]!);
            Assert.InRange((long)slot["plain"]!["minPpm"]!, 900_000, 949_999);
            Assert.True((int)slot["rounds"]! >= 2, "the plain clearing was not repeated");
            Assert.Contains("under-voltage b18", slot["binding"]!.AsArray().Select(b => (string)b!));
            Assert.True((bool)slot["sealed"]!["withinLimits"]!);
            Assert.InRange((long)slot["sealed"]!["minPpm"]!, 950_000, 951_000);
            Assert.InRange((long)slot["tradedWh"]!, 1, (long)slot["plainWh"]! - 1);
        }
    }

    [Theory]
    [InlineData("kda-uniform", "homes17")]
    [InlineData("vcg", "homes17")]
    [InlineData("zonal", "rural1")]
    [InlineData("auction-house", "rural1")]
    [InlineData("cda", "homes17")]
    public async Task Homes_trade_and_everything_adds_up(string mechanism, string example)
    {
        var json = await RunAsync(
            "--microgrid", Examples.Path($"docs/examples/{example}.json"), "--profiles", Examples.Profiles,
            "--mechanism", mechanism, "--from", "2017-06-02T09:00Z", "--slots", "4", "--strategy", "zero-intelligence");
        Assert.True((long)json["totals"]!["tradedWh"]! > 100);
        Assert.Equal(17, json["homes"]!.AsArray().Count);
        Assert.All(json["checks"]!.AsArray(), check => Assert.True((bool)check!["ok"]!, (string)check["detail"]!));
        var gained = json["homes"]!.AsArray().Sum(h => (long)h!["gainNano"]!);
        Assert.Equal((long)json["totals"]!["paidNano"]! - (long)json["totals"]!["tariffNano"]!, gained);
    }

    [Fact]
    public async Task Reports_read_a_day_that_traded_continuously()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var file = MicrogridFile.Parse(
            await File.ReadAllTextAsync(Examples.Path("docs/examples/homes17.json"), cancellation));
        using var profiles = new StringReader(await File.ReadAllTextAsync(Examples.Profiles, cancellation));
        var from = new DateTimeOffset(2017, 6, 2, 9, 0, 0, TimeSpan.Zero);
        var runner = new DayRunner(
            file, ProfileTable.Read(profiles, file.Profiles),
            new DayOptions { Mechanism = "cda", From = from, Slots = 4, Strategy = "zero-intelligence" });
        var result = runner.Run(null, cancellation);
        var records = new LedgerRecords(new LocalReportState(runner.Ledger.Ledger));
        var (first, end) = (from.ToUnixTimeSeconds(), from.ToUnixTimeSeconds() + (4 * 900));
        var market = ReportJson.ToJson(await new MarketReader(records).ReadAsync(
            file.Name, first, end, ReportViewer.Owner, cancellation));
        Assert.Equal(result.Slots.Sum(s => s.TradedWh), (long)market["facts"]!["tradedWh"]!);
        Assert.Equal(4, market["tables"]!["slots"]!.AsArray().Count);
        Assert.All(market["tables"]!["slots"]!.AsArray(), slot => Assert.Equal(
            ("cda", "settled", null), ((string?)slot!["mechanism"], (string?)slot["phase"], (long?)slot["priceMicro"])));
        foreach (var home in runner.Homes)
        {
            Assert.Null((await new BillReader(records).ReadAsync(home.Account, file.Name, first, end, cancellation)).Difference);
        }

        var origin = ReportJson.ToJson(await new OriginReader(records).ReadAsync(
            file.Name, first, end, ReportViewer.Owner, cancellation));
        Assert.Equal(
            result.Slots.Sum(s => s.TradedWh), origin["tables"]!["homes"]!.AsArray().Sum(h => (long)h!["soldWh"]!));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_day_and_another_one_another()
    {
        var runs = new List<string>();
        foreach (var seed in new[] { "7", "7", "8" })
        {
            var json = await RunAsync(
                "--microgrid", Examples.Path("docs/examples/homes17.json"), "--profiles", Examples.Profiles,
                "--from", "2017-06-02T10:00Z", "--slots", "2", "--strategy", "zero-intelligence", "--seed", seed);
            runs.Add(json["slots"]!.ToJsonString());
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
    }

    [Theory]
    [InlineData("there is no mechanism kda-uniforn", "--mechanism", "kda-uniforn")]
    [InlineData("there is no mechanism otc", "--mechanism", "otc")]
    [InlineData("there is no strategy greedy", "--strategy", "greedy")]
    [InlineData("--slots, --days and --year do not go together", "--slots", "3", "--days", "1")]
    [InlineData("are not in the profiles, which have 192 slots from 2017-06-01T00:00Z", "--days", "2")]
    public async Task What_cannot_be_is_refused_in_one_line(string message, params string[] arguments)
    {
        var run = await Run.OfAsync(
        [
            "market", "day", "--microgrid", Examples.Path("docs/examples/homes17.json"), "--profiles", Examples.Profiles,
            .. arguments,
        ]);
        run.FailsWith(message.StartsWith("there is no mechanism", StringComparison.Ordinal) ? 1 : 2, message);
    }

    [Fact]
    public async Task A_feeder_that_must_be_kept_goes_with_no_continuous_auction() => (await Run.OfAsync(
        "market", "day", "--microgrid", Examples.Path("docs/examples/rural1.json"), "--profiles", Examples.Profiles,
        "--mechanism", "cda")).FailsWith(1, "a secured market clears a sealed book");

    [Theory]
    [InlineData("\"retailMicro\"", "\"retailMicros\"", "retailMicros")]
    [InlineData("\"name\": \"home-02\"", "\"name\": \"home-01\"", "home-01 is named twice")]
    [InlineData("\"name\": \"home-02\"", "\"name\": \"Home 2\"", "a name is 1 to 32 of a-z")]
    [InlineData("home1_load_Wh", "home1_heat_Wh", "no column home1_heat_Wh")]
    [InlineData("\"rowSeconds\": 900", "\"rowSeconds\": 600", "rowSeconds")]
    [InlineData("17250", "1000", "more than the 250 Wh of its connection")]
    public async Task A_wrong_file_is_named_with_what_is_wrong(string part, string wrong, string message)
    {
        var text = await File.ReadAllTextAsync(
            Examples.Path("docs/examples/homes17.json"), TestContext.Current.CancellationToken);
        var path = Path.Combine(_folder, "grid.json");
        await File.WriteAllTextAsync(
            path, text.Replace(part, wrong, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var run = await Run.OfAsync("market", "day", "--microgrid", path, "--profiles", Examples.Profiles);
        run.FailsWith(2, message);
    }

    [Fact]
    public void An_hour_is_spread_over_its_slots_without_loss()
    {
        var format = new ProfileFormat { Start = DateTimeOffset.UnixEpoch, RowSeconds = 3_600 };
        var table = ProfileTable.Read(new StringReader("# text\nhour,load\n1,10\n2,3.5\n"), format);
        Assert.Equal([2, 3, 2, 3, 0, 1, 1, 1], table.Energy(new SeriesSpec { Column = "load" }));
        Assert.Equal([5, 5, 5, 5, 1, 2, 2, 2], table.Energy(new SeriesSpec { Column = "load", Factor = 2 }));
        Assert.Equal(8, table.Slots);
        var power = ProfileTable.Read(new StringReader("load\n1000\n"), format with { RowSeconds = 900, Unit = "W" });
        Assert.Equal([250], power.Energy(new SeriesSpec { Column = "load" }));
    }

    [Theory]
    [InlineData("load\n-1\n")]
    [InlineData("load\nx\n")]
    public void What_is_no_energy_is_refused(string text)
    {
        var table = ProfileTable.Read(new StringReader(text), new ProfileFormat { Start = DateTimeOffset.UnixEpoch });
        Assert.Throws<FormatException>(() => table.Energy(new SeriesSpec { Column = "load" }));
    }

    [Fact]
    public void A_table_with_a_short_row_is_refused() => Assert.Throws<FormatException>(() =>
        ProfileTable.Read(new StringReader("a,b\n1\n"), new ProfileFormat { Start = DateTimeOffset.UnixEpoch }));

    private async Task<JsonNode> RunAsync(params string[] arguments)
    {
        var path = Path.Combine(_folder, "day.json");
        var run = await Run.OfAsync(["market", "day", .. arguments, "--json", path]);
        run.IsOk();
        Assert.DoesNotContain("FAIL", run.Output, StringComparison.Ordinal);
        return JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
    }
}
