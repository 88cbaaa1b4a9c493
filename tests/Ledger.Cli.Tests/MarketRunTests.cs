using System.Text.Json.Nodes;

namespace Ledger.Cli.Tests;

/// <summary><c>market run</c>: the real contract in the real executor, on the worked examples and on our own cases.</summary>
public sealed class MarketRunTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ledger-market-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task All_worked_examples_pass()
    {
        var files = Directory.GetFiles(Find("shared/market-examples"), "*.json");
        var run = (await Run.OfAsync(["market", "run", "--quiet", .. files])).IsOk();
        Assert.EndsWith(" passed, 0 failed\n", run.Output, StringComparison.Ordinal);
        Assert.True(int.Parse(run.Output.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) >= files.Length);
    }

    [Fact]
    public async Task Our_own_cases_pass()
    {
        var files = Directory.GetFiles(Find("tests/vectors/market"), "*.json");
        Assert.NotEmpty(files);
        (await Run.OfAsync(["market", "run", "--quiet", .. files])).IsOk();
    }

    [Fact]
    public async Task What_it_writes_is_a_file_that_it_reads()
    {
        var input = Save("in.json", """
            {"schema": 1, "mechanism": "collateral", "cases": [
            {"name": "a", "note": "n", "input": {"qtyWh": 2000, "priceMicro": 160000, "baseBps": 2500, "scoreBps": 8000}}]}
            """);
        var output = Path.Combine(_directory, "out.json");
        var run = (await Run.OfAsync("market", "run", input, "--output", output)).IsOk();
        Assert.Equal("1 passed, 0 failed\n", run.Output);
        var written = JsonNode.Parse(await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken))!;
        Assert.Equal(96_000_000, (long)written["cases"]![0]!["expected"]!["collateralNano"]!);
        Assert.Equal("n", (string)written["cases"]![0]!["note"]!);
        (await Run.OfAsync("market", "run", output)).IsOk();
    }

    [Fact]
    public async Task Differences_and_wrong_cases_are_named_by_their_path()
    {
        var input = Save("wrong.json", """
            {"schema": 1, "mechanism": "collateral", "cases": [
            {"name": "other", "input": {"qtyWh": 2000, "priceMicro": 160000, "baseBps": 2500, "scoreBps": 8000},
             "expected": {"collateralNano": 96000001, "more": 1}},
            {"name": "lacking", "input": {"qtyWh": 2000}},
            {"name": "half", "input": {"qtyWh": 0.5}}]}
            """);
        var run = await Run.OfAsync("market", "run", "--quiet", input);
        Assert.Equal(1, run.Status);
        Assert.Contains("other: expected.collateralNano: the file has 96000001, computed 96000000", run.Output, StringComparison.Ordinal);
        Assert.Contains("other: expected.more: the file has 1, computed has no such field", run.Output, StringComparison.Ordinal);
        Assert.Contains("lacking: the input has no priceMicro", run.Output, StringComparison.Ordinal);
        Assert.Contains("half: $.cases[2].input.qtyWh is not a whole number", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n0 passed, 3 failed\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_orders_are_no_problem()
    {
        var orders = new JsonArray();
        for (var i = 0; i < 10_000; i++)
        {
            orders.Add(new JsonObject
            {
                ["id"] = "O" + i, ["owner"] = "P" + (i % 3_000), ["side"] = i % 2 == 0 ? "buy" : "sell", ["qtyWh"] = 1 + (i % 997),
                ["priceMicro"] = 100_000 + (i * 7_919 % 100_000), ["seq"] = i,
            });
        }

        var one = new JsonObject { ["name"] = "large", ["input"] = new JsonObject { ["params"] = new JsonObject(), ["orders"] = orders } };
        var file = new JsonObject { ["schema"] = 1, ["mechanism"] = "vcg", ["cases"] = new JsonArray(one) };
        var run = (await Run.OfAsync("market", "run", "--quiet", Save("large.json", file.ToJsonString()))).IsOk();
        Assert.Equal("1 passed, 0 failed\n", run.Output);
    }

    [Theory]
    [InlineData("{", "is not JSON")]
    [InlineData("[]", "is not an object")]
    [InlineData("{\"schema\": 2}", "schema is not 1")]
    [InlineData("{\"schema\": 1, \"mechanism\": 5}", "mechanism is not a text")]
    [InlineData("{\"schema\": 1, \"mechanism\": \"lao\"}", "cases is not a list")]
    [InlineData("{\"schema\": 1, \"mechanism\": \"lao\", \"cases\": [1]}", "cases[0] is not an object")]
    [InlineData("{\"schema\": 1, \"mechanism\": \"lao\", \"cases\": [{\"name\": \"a\"}]}", "cases[0].input is not an object")]
    [InlineData("{\"schema\": 1, \"schema\": 1}", "is not JSON")]
    public async Task Files_of_another_format_are_one_clear_line(string text, string words) =>
        (await Run.OfAsync("market", "run", Save("bad.json", text))).FailsWith(2, words);

    [Fact]
    public async Task Missing_files_are_one_clear_line() =>
        (await Run.OfAsync("market", "run", Path.Combine(_directory, "none.json"))).FailsWith(2, "there is no file");

    private static string Find(string folder)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at != null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, folder);
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"the folder {folder} is not beside the checkout");
        return "";
    }

    private string Save(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
