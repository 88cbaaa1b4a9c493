using System.Text.Json.Nodes;

namespace Ledger.Cli.Tests.Operations;

/// <summary>Exports: their columns, their quoting, and that there is never half a file.</summary>
public sealed class ExportTests(OperationsFixture fixture) : IClassFixture<OperationsFixture>
{
    [Fact]
    public async Task BlocksAsCsv()
    {
        var run = (await Run.OfAsync("export", "--what", "blocks", "--format", "csv", "--data", fixture.Data)).IsOk();

        var records = run.Output.Split("\r\n");
        Assert.Equal(
            "height,time,timeMilliseconds,hash,previousHash,transactions,transactionRoot,receiptRoot,stateRoot,view,votes", records[0]);
        Assert.Equal((int)OperationsFixture.Height + 2, records.Length);
        Assert.Equal("", records[^1]);
        Assert.StartsWith("7,1970-01-01T00:00:07.000Z,7000,", records[7], StringComparison.Ordinal);
        Assert.EndsWith(",3,0", records[7], StringComparison.Ordinal);
        Assert.Equal(records[6].Split(',')[3], records[7].Split(',')[4]);
    }

    [Fact]
    public async Task TransactionsAsJson()
    {
        var run = (await Run.OfAsync(
            "export", "--what", "transactions", "--data", fixture.Data, "--from", "5", "--to", "6")).IsOk();

        var rows = run.Output.TrimEnd('\n').Split('\n').Select(l => JsonNode.Parse(l)!).ToArray();
        Assert.Equal([5, 6], rows.Select(r => (int)r["height"]!));
        Assert.Equal("cell1/home-01", (string?)rows[0]["account"]);
        Assert.Equal($"{ulong.MaxValue - 5}", (string?)rows[0]["nonce"]);
        Assert.Equal(FakeChain.Awkward, (string?)rows[0]["calls"]![0]!["message"]);
        Assert.Equal(7, (int)rows[0]["gasUsed"]!);
    }

    /// <summary>Quotes are doubled, and line breaks stand inside of them (RFC 4180).</summary>
    [Fact]
    public async Task TextsAreQuotedInCsv()
    {
        var run = (await Run.OfAsync(
            "export", "--what", "transactions", "--format", "csv", "--data", fixture.Data, "--from", "5", "--to", "5")).IsOk();

        var record = run.Output[(run.Output.IndexOf("\r\n", StringComparison.Ordinal) + 2)..];
        var calls = record[record.IndexOf(",\"[", StringComparison.Ordinal)..].TrimEnd();
        Assert.EndsWith("]\"", calls, StringComparison.Ordinal);
        var json = JsonNode.Parse(calls[2..^1].Replace("\"\"", "\"", StringComparison.Ordinal))!;
        Assert.Equal(FakeChain.Awkward, (string?)json[0]!["message"]);
    }

    [Fact]
    public async Task EventsAsCsvInAFile()
    {
        var path = fixture.Place("events.csv");

        var run = (await Run.OfAsync(
            "export", "--what", "events", "--format", "csv", "--data", fixture.Data, "--output", path)).IsOk();

        Assert.Contains("30 rows in", run.Output, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(path);
        Assert.Equal("height,transactionIndex,eventIndex,time,transactionId,account,contract,name,data,decoded", lines[0]);
        Assert.EndsWith(",cell1/home-01,wallet,transferred,01ab,", lines[30], StringComparison.Ordinal);
        Assert.False(File.Exists(path + ".partial"));
    }

    [Fact]
    public async Task AFullDiskLeavesNoFile()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Skip("this machine has no device that is always full");
        }

        var folder = Directory.CreateDirectory(fixture.Place("full")).FullName;
        var path = Path.Combine(folder, "rows.csv");
        File.CreateSymbolicLink(path + ".partial", "/dev/full");

        (await Run.OfAsync("export", "--what", "blocks", "--data", fixture.Data, "--output", path)).FailsWith(1, "was not written");

        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task AnInterruptedExportLeavesTheOldFile()
    {
        var path = fixture.Place("old.csv");
        await File.WriteAllTextAsync(path, "old");
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var ended = new CancellationTokenSource();
        await ended.CancelAsync();

        var status = await CommandLine.RunAsync(
            ["export", "--what", "blocks", "--data", fixture.Data, "--output", path], output, error, ended.Token);

        Assert.Equal(ExitStatus.Interrupted, status);
        Assert.Equal("old", await File.ReadAllTextAsync(path));
        Assert.False(File.Exists(path + ".partial"));
    }

    [Theory]
    [InlineData("--what prices", "prices")]
    [InlineData("--what blocks --format xml", "xml")]
    [InlineData("--what blocks --from 31", "there are no blocks from 31 to 30")]
    [InlineData("--what blocks --to 31", "there is no block 31 yet")]
    [InlineData("--what blocks --from 9 --to 8", "there are no blocks from 9 to 8")]
    [InlineData("--what blocks --from 0", "there are no blocks from 0")]
    [InlineData("--what blocks --node node1", "not both")]
    [InlineData("--format csv", "--what")]
    public async Task WhatCannotBeMeantIsOneLine(string line, string words) =>
        (await Run.OfAsync([.. $"export --data {fixture.Data} {line}".Split(' ')])).FailsWith(2, words);

    [Fact]
    public async Task AnOutputThatCannotBeIsOneLine()
    {
        (await Run.OfAsync("export", "--what", "blocks", "--data", fixture.Data, "--output", fixture.Directory))
            .FailsWith(2, "is a directory");
        (await Run.OfAsync("export", "--what", "blocks", "--data", fixture.Data, "--output", fixture.Place("no/such/file")))
            .FailsWith(2, "cannot write");
    }
}
