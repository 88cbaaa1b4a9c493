using System.Text.Json.Nodes;
using System.Xml.Linq;
using Ledger.Cli.Report.Document;

namespace Ledger.Cli.Tests.Report;

/// <summary>What report pages and documents look like, whatever they report.</summary>
public sealed class DocumentTests
{
    private const long Noon = 1_497_614_400;
    private const string Hostile = "\"><script>alert(1)</script>, a\r\nb";

    /// <summary>Central Europe in 2026: summer time from 29 March to 25 October.</summary>
    private static readonly ReportClock Berlin = new([0, 1_774_746_000, 1_792_890_000], [3_600, 7_200, 3_600]);

    private static readonly ReportData Small = new()
    {
        Kind = "bill",
        Title = "Bill",
        Subject = Hostile,
        From = Noon,
        To = Noon + 1_800,
        Source = "node <1>",
        Facts = [new ReportFact(new ReportColumn("netNano", "Net", ReportUnit.Money), -1_234_567_890_123L)],
        Charts =
        [
            new ReportChart(
                "Money <b>", "Net of each slot", ReportChartKind.StackedBar, ReportUnit.Money, [Noon, Noon + 900],
                [new ReportSeries(Hostile, [-5, null]), new ReportSeries("levies", [7, Int128.MaxValue / 1_000_000])]),
            new ReportChart("Prices", "None", ReportChartKind.Step, ReportUnit.Price, [], [new ReportSeries("price", [])]),
        ],
        Tables =
        [
            new ReportTable(
                "lines", "Lines",
                [
                    new ReportColumn("slot", "Slot", ReportUnit.Slot), new ReportColumn("who", "Who"),
                    new ReportColumn("netNano", "Net", ReportUnit.Money), new ReportColumn("boughtWh", "Bought", ReportUnit.Energy),
                    new ReportColumn("estimated", "Estimated", ReportUnit.Flag),
                ],
                [
                    [Noon, Hostile, -1L, 1_234_567, true],
                    [Noon + 900, "=1+1", Int128.MaxValue, null, false],
                ]),
            new ReportTable("other", "Other", [new ReportColumn("at", "At", ReportUnit.Moment)], [[1_497_614_400_042L]]),
        ],
        Notes = ["<note>"],
    };

    [Fact]
    public void Csv_follows_RFC_4180()
    {
        Assert.Equal(
            "slot,who,netNano,boughtWh,estimated\r\n" +
            "2017-06-16T12:00:00+00:00,\"\"\"><script>alert(1)</script>, a\r\nb\",-1,1234567,true\r\n" +
            "2017-06-16T12:15:00+00:00,=1+1,170141183460469231731687303715884105727,,false\r\n",
            Written(w => ReportCsv.Write(Small, null, w)));
        Assert.Equal("at\r\n2017-06-16T12:00:00.042+00:00\r\n", Written(w => ReportCsv.Write(Small, "other", w)));
        var refusal = Assert.Throws<CommandException>(() => Written(w => ReportCsv.Write(Small, "none", w)));
        Assert.Equal("the bill report has no table 'none'; there are lines, other", refusal.Message);
    }

    [Fact]
    public void Json_has_whole_numbers_and_times_with_their_zone()
    {
        var json = JsonNode.Parse(Written(w => ReportJson.Write(Small, w)))!;
        Assert.True(JsonNode.DeepEquals(json, JsonNode.Parse(
            """
            {"schema": 1, "report": "bill", "title": "Bill", "subject": "\"><script>alert(1)</script>, a\r\nb",
             "from": "2017-06-16T12:00:00+00:00", "to": "2017-06-16T12:30:00+00:00", "source": "node <1>",
             "facts": {"netNano": -1234567890123},
             "tables": {
              "lines": [
               {"slot": "2017-06-16T12:00:00+00:00", "who": "\"><script>alert(1)</script>, a\r\nb", "netNano": -1,
                "boughtWh": 1234567, "estimated": true},
               {"slot": "2017-06-16T12:15:00+00:00", "who": "=1+1", "netNano": "170141183460469231731687303715884105727",
                "boughtWh": null, "estimated": false}],
              "other": [{"at": "2017-06-16T12:00:00.042+00:00"}]},
             "notes": ["<note>"]}
            """)), json.ToJsonString());
    }

    [Fact]
    public void A_page_is_well_formed_loads_nothing_and_escapes_what_the_ledger_says()
    {
        var page = Written(w => ReportHtml.Write(Small, w));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<note>", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);

        // HTML's void elements are the only ones that XML does not know.
        var body = XDocument.Parse(page[page.IndexOf("<body>", StringComparison.Ordinal)..page.IndexOf("</html>", StringComparison.Ordinal)]
            .Replace("<br>", "<br/>", StringComparison.Ordinal));
        var cells = body.Descendants("td").Select(c => c.Value).ToArray();
        Assert.Equal(Hostile.ReplaceLineEndings("\n"), cells[1]);
        Assert.Equal("\u22120.000000001", cells[2]);
        Assert.Equal("1\u202f234\u202f567", cells[3]);
        Assert.Equal("n", body.Descendants("td").ElementAt(3).Attribute("class")?.Value);
        Assert.Equal("\u22121\u202f234.567890123 ¤", body.Descendants("dd").Single().Value);
    }

    [Fact]
    public void Charts_tell_every_value_in_words_and_lead_to_its_slot()
    {
        var page = Written(w => ReportHtml.Write(Small, w));
        var (first, end) = (page.IndexOf("<figure>", StringComparison.Ordinal), page.IndexOf("<h2>", StringComparison.Ordinal));
        var figures = XDocument.Parse($"<r>{page[first..end]}</r>").Descendants("figure").ToArray();
        var svg = figures[0].Element("svg")!;
        Assert.Equal("chart1t chart1d", svg.Attribute("aria-labelledby")?.Value);
        Assert.Equal("Money <b>", svg.Element("title")?.Value);
        Assert.Equal("Net of each slot", svg.Element("desc")?.Value);
        var marks = svg.Elements("a").ToArray();
        Assert.Equal(["#slot-1497614400", "#slot-1497614400", "#slot-1497615300"], marks.Select(m => m.Attribute("href")!.Value));
        Assert.Contains("2017-06-16 12:00 +00:00, levies: 0.000000007 ¤", marks[1].Value, StringComparison.Ordinal);
        Assert.Contains($"id=\"slot-{Noon}\"", page, StringComparison.Ordinal);
        Assert.Null(figures[1].Element("svg"));
    }

    [Theory]
    [InlineData(0, 0, false, 0, 1, 1)]
    [InlineData(3, 97, true, 0, 100, 20)]
    [InlineData(-7, 12, true, -10, 15, 5)]
    [InlineData(80_000, 300_000, false, 50_000, 300_000, 50_000)]
    [InlineData(-5, -5, false, -5, -4, 1)]
    public void Axes_have_round_ticks(long least, long most, bool fromZero, long low, long high, long step)
    {
        var axis = ChartAxis.For(least, most, fromZero);
        Assert.Equal((low, high, step), ((long)axis.Low, (long)axis.High, (long)axis.Step));
        Assert.Equal((0, 1_000), (axis.Place(high, 1_000), axis.Place(low, 1_000)));
    }

    [Fact]
    public void Local_days_have_92_96_or_100_slots_and_an_hour_that_comes_twice_is_told_apart()
    {
        Assert.Equal(92, Slots(2026, 3, 29));
        Assert.Equal(96, Slots(2026, 3, 30));
        Assert.Equal(100, Slots(2026, 10, 25));
        Assert.Equal("2026-10-25T02:30:00+02:00", Berlin.Iso(1_792_888_200));
        Assert.Equal("2026-10-25T02:30:00+01:00", Berlin.Iso(1_792_891_800));
        Assert.Equal("1969-12-31 23:59 +00:00", Berlin.Minute(-60));
        Assert.Equal("1970-01-01 01:00 +01:00", Berlin.Minute(0));

        static long Slots(int year, int month, int day)
        {
            var date = new DateOnly(year, month, day);
            return (Berlin.StartOf(date.AddDays(1)) - Berlin.StartOf(date)) / 900;
        }
    }

    [Fact]
    public void A_folder_gets_a_page_a_document_and_each_table()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("ledger-report-").FullName, "new");
        var files = ReportFolder.Write(folder, [Small]);
        Assert.Equal(
            ["bill.html", "bill.json", "bill-lines.csv", "bill-other.csv"], files.Select(f => Path.GetFileName(f)));
        Assert.All(files, f => Assert.True(new FileInfo(f).Length > 0, f));
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    private static string Written(Action<TextWriter> write)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        write(writer);
        return writer.ToString();
    }
}
