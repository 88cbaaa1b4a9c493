using System.Text.Json.Nodes;
using Ledger.Cli.Report;
using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Grid;
using Ledger.Cli.Report.Markets;
using Ledger.Cli.Report.Origins;
using Ledger.Cli.Report.State;

namespace Ledger.Cli.Tests.Report;

/// <summary>Reports of a whole microgrid: market, grid, origin; who is named in them; and times of the command line.</summary>
[Collection(ReportCollection.Name)]
public sealed class MicrogridReportTests(ReportLedger ledger)
{
    private static readonly ReportClock Berlin = new([0, 1_774_746_000, 1_792_890_000], [3_600, 7_200, 3_600]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_market_report_has_prices_volumes_and_the_book()
    {
        var report = ReportJson.ToJson(await Market(ReportViewer.Owner));
        var slot = report["tables"]!["slots"]![0]!;
        Assert.Equal(
            ("kda-uniform", "settled", 175_000, 100_000, 250_000),
            ((string?)slot["mechanism"], (string?)slot["phase"], Int(slot, "priceMicro"), Int(slot, "lowMicro"), Int(slot, "highMicro")));
        Assert.Equal((2, 1_500, 1, 1_000, 2, 1_000), (
            Int(slot, "bids"), Int(slot, "bidWh"), Int(slot, "offers"), Int(slot, "offerWh"), Int(slot, "matched"), Int(slot, "tradedWh")));
        Assert.Equal(150_000_000, (long)report["facts"]!["welfareNano"]!);
        Assert.Null(report["tables"]!["slots"]![1]!["priceMicro"]);
        var buyer = Row(report["tables"]!["participants"]!, "participant", ReportLedger.Buyer);
        Assert.Equal((1_000, 175_000_000), ((long)buyer["boughtWh"]!, (long)buyer["paidNano"]!));
    }

    [Fact]
    public async Task Others_are_named_only_to_those_who_may_read_their_bills()
    {
        var home = new ReportViewer(ReportLedger.Poor, "cell1", "consumer");
        foreach (var report in new[] { await Market(home), await Origin(home) })
        {
            var text = ReportJson.ToJson(report).ToJsonString();
            Assert.Contains(ReportLedger.Poor, text, StringComparison.Ordinal);
            Assert.Contains("participant 1", text, StringComparison.Ordinal);
            Assert.DoesNotContain(ReportLedger.Buyer, text, StringComparison.Ordinal);
            Assert.DoesNotContain(ReportLedger.Seller, text, StringComparison.Ordinal);
        }

        Assert.True(new ReportViewer("cell1/operator", "cell1", "operator").MayRead("cell2/h9", "cell1"));
        Assert.True(new ReportViewer("cell2/operator", "cell2", "operator").MayRead("cell2/h9", "cell1"));
        Assert.False(new ReportViewer("cell2/operator", "cell2", "operator").MayRead("cell22/h9", "cell1"));
        Assert.True(new ReportViewer("x/regulator", "x", "regulator").MayRead("cell2/h9", "cell1"));
        Assert.False(new ReportViewer("cell1/admin", "cell1", "admin").MayRead("cell2/h9", "cell1"));
    }

    [Fact]
    public async Task The_grid_report_computes_flows_from_schedule_and_meters()
    {
        var report = ReportJson.ToJson(await new GridReader(ledger.Records).ReadAsync(
            ReportLedger.Mg, ReportLedger.DayStart, ReportLedger.DayEnd, Cancellation));
        var lines = report["tables"]!["lines"]!.AsArray();

        // Scheduled: 4 kW down to the buyer, 2 kW to the bid that the main grid supplies, 4 kW fed in at the first bus.
        Assert.Equal(
            ["L1 6000 750000", "L2 6000 ", "L3 2000 250000", "transformer 2000 40000"],
            lines.Take(4).Select(l => $"{l!["line"]} {l["powerW"]} {l["loadingPpm"]}"));
        Assert.Equal("L1 6400 800000", $"{lines[4]!["line"]} {lines[4]!["powerW"]} {lines[4]!["loadingPpm"]}");
        var slots = report["tables"]!["slots"]!;
        Assert.Equal(("b3", "b0", 1_600, 1_000), (
            (string?)slots[0]!["meteredMinBus"], (string?)slots[0]!["scheduledMaxBus"], Int(slots[0]!, "importWh"),
            Int(slots[0]!, "exportWh")));
        Assert.Equal("L3", (string?)slots[1]!["frozenLines"]);
        Assert.Equal("works", (string?)report["tables"]!["orders"]![0]!["reason"]);

        // 400 V; L1 carries 6 kW over 0.1 Ohm: 2 r P = 1,200 V² of 160,000 V².
        var voltage = report["tables"]!["voltages"]!.AsArray().First(v => (string?)v!["bus"] == "b1")!;
        Assert.Equal((398_497, 996_242), ((long)voltage["milliVolt"]!, (long)voltage["voltagePpm"]!));
    }

    [Fact]
    public async Task The_origin_report_follows_energy_and_certificates()
    {
        ledger.Submit("cell1/operator", "settlement", "certify", w => w.Text(ReportLedger.Mg).Long(ReportLedger.First));
        ledger.Submit(ReportLedger.Buyer, "certificates", "transfer", w => w.Long(0).Text(ReportLedger.Poor).Long(400));
        ledger.Submit(ReportLedger.Buyer, "certificates", "retire", w => w.Long(0).Text("green"));
        var report = ReportJson.ToJson(await Origin(ReportViewer.Owner));
        var facts = report["facts"]!;
        Assert.Equal((1_000, 400, 600), ((long)facts["issuedWh"]!, (long)facts["passedWh"]!, (long)facts["retiredWh"]!));
        var buyer = Row(report["tables"]!["homes"]!, "home", ReportLedger.Buyer);
        Assert.Equal((1_250, 1_000, 250, 0, 600), (
            Int(buyer, "importWh"), Int(buyer, "pvWh"), Int(buyer, "mainGridWh"), Int(buyer, "notDrawnWh"), Int(buyer, "retiredWh")));
        var sale = Assert.Single(report["tables"]!["sales"]!.AsArray())!;
        Assert.Equal(
            ("2026-03-29T01:45:00+01:00", "pv", 1_000), ((string?)sale["slot"], (string?)sale["origin"], Int(sale, "quantityWh")));
    }

    [Fact]
    public async Task Empty_periods_give_empty_reports()
    {
        var (from, to) = (ReportLedger.DayEnd, ReportLedger.DayEnd + 900);
        var records = ledger.Records;
        ReportData[] reports =
        [
            await new MarketReader(records).ReadAsync(ReportLedger.Mg, from, to, ReportViewer.Owner, Cancellation),
            await new GridReader(records).ReadAsync(ReportLedger.Mg, from, to, Cancellation),
            await new OriginReader(records).ReadAsync(ReportLedger.Mg, from, to, ReportViewer.Owner, Cancellation),
        ];
        foreach (var report in reports)
        {
            Assert.Contains("No slot was opened in this period.", report.Notes);
            using var page = new StringWriter();
            ReportHtml.Write(report, page);
            Assert.DoesNotContain("<svg", page.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("2026-03-29", 1_774_738_800)]
    [InlineData("2026-03-30", 1_774_738_800 + (92 * 900))]
    [InlineData("2026-03-29T00:45Z", 1_774_745_100)]
    [InlineData("2026-03-29T01:45:00+01:00", 1_774_745_100)]
    public void Times_have_a_zone_or_are_local_days(string text, long second) =>
        Assert.Equal(second, ReportTime.Parse(text, "--from", Berlin));

    [Theory]
    [InlineData("2026-03-29T00:45", "--from 2026-03-29T00:45 has no zone: end it with Z or an offset such as +01:00")]
    [InlineData("yesterday", "--from 'yesterday' is no time: write 2026-03-29T02:00Z")]
    [InlineData("2026-02-30", "--from '2026-02-30' is no time")]
    public void Other_times_are_refused_in_one_line(string text, string words)
    {
        var refusal = Assert.Throws<CommandException>(() => ReportTime.Parse(text, "--from", Berlin));
        Assert.Equal(ExitStatus.BadInput, refusal.Status);
        Assert.StartsWith(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contradicting_options_are_refused()
    {
        string[] period = ["--from", "2026-03-29", "--to", "2026-03-30"];
        (await Run.OfAsync(["report", "market", .. period, "--csv", "--json"])).FailsWith(2, "--csv, --json and --html: choose one");
        (await Run.OfAsync(["report", "grid", .. period, "--table", "lines"])).FailsWith(2, "--table goes with --csv");
        (await Run.OfAsync(["report", "origin", .. period, "-o", "x.pdf"])).FailsWith(2, "x.pdf ends in none of .csv, .json and .html");
        (await Run.OfAsync(["report", "bill", .. period])).FailsWith(2, "--account");
        (await Run.OfAsync(["report", "market", .. period, "--data", Path.GetTempPath()])).FailsWith(2, "holds no ledger");
    }

    private static long Int(JsonNode row, string name) => (long)row[name]!;

    private static JsonNode Row(JsonNode table, string column, string value) =>
        table.AsArray().Single(r => (string?)r![column] == value)!;

    private Task<ReportData> Market(ReportViewer viewer) => new MarketReader(ledger.Records).ReadAsync(
        ReportLedger.Mg, ReportLedger.DayStart, ReportLedger.DayEnd, viewer, Cancellation);

    private Task<ReportData> Origin(ReportViewer viewer) => new OriginReader(ledger.Records).ReadAsync(
        ReportLedger.Mg, ReportLedger.DayStart, ReportLedger.DayEnd, viewer, Cancellation);
}
