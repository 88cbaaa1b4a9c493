using Ledger.Storage;

namespace Ledger.Cli.Tests.Operations;

/// <summary>The commands around the audit; what it finds is tested beside it.</summary>
public sealed class AuditCommandTests(OperationsFixture fixture) : IClassFixture<OperationsFixture>
{
    [Fact]
    public async Task DiffTellsWhoIsAhead()
    {
        var copy = await CopyAsync("ahead");
        FakeChain.Grow(copy, fixture.ChainId, 35);

        var run = (await Run.OfAsync("diff", fixture.Data, copy)).IsOk();

        Assert.Contains("height 30; the second goes on to 35", run.Output, StringComparison.Ordinal);
        var json = (await Run.OfAsync("diff", copy, fixture.Data, "--json")).IsOk().Json;
        Assert.True((bool)json["equal"]!);
        Assert.Equal(30, (int)json["equalTo"]!);
        Assert.Equal(35, (int)json["firstHeight"]!);
    }

    [Fact]
    public async Task DiffNamesThePlaceWithStatusOne()
    {
        var (left, right) = (await CopyAsync("left"), await CopyAsync("right"));
        FakeChain.Grow(left, fixture.ChainId, 33);
        FakeChain.Grow(right, fixture.ChainId, 33, height => height == 32 ? "otherwise" : $"value {height}");

        var run = await Run.OfAsync("diff", left, right);

        run.FailsWith(1, "the ledgers diverge: height 31: header ");
        Assert.Contains("transaction 0 is ", run.Output, StringComparison.Ordinal);
        Assert.Contains("equal up to  height 30", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatCannotBeComparedIsOneLine()
    {
        (await Run.OfAsync("diff", fixture.Data, fixture.Data)).FailsWith(2, "both directories are");
        (await Run.OfAsync("diff", fixture.Data, fixture.Place("none"))).FailsWith(2, "there is no directory");
        var other = fixture.Place("foreign");
        (await Run.OfAsync("network", "init", "--dir", other)).IsOk();
        (await Run.OfAsync("diff", fixture.Data, Path.Combine(other, "cell1", "node"))).FailsWith(1, "different networks");
    }

    [Fact]
    public async Task VerifyWithoutBlocksIsGoodAndTellsItsParts()
    {
        var run = (await Run.OfAsync("verify", fixture.DataOf("cell2"))).IsOk();

        Assert.Contains("reading every stored byte", run.Output, StringComparison.Ordinal);
        Assert.Contains("0 blocks, 0 transactions, 0 state entries", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsJsonIsNothingElse()
    {
        var run = await Run.OfAsync("verify", fixture.Data, "--json");

        run.FailsWith(1, "not verified: height 1: ");
        Assert.False((bool)run.Json["ok"]!);
        Assert.StartsWith("height 1: ", (string?)run.Json["firstDifference"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatCannotBeVerifiedIsOneLine()
    {
        (await Run.OfAsync("verify", fixture.Place("none"))).FailsWith(2, "there is no directory");
        (await Run.OfAsync("verify", Path.Combine(fixture.Directory, "cell1", "ca"))).FailsWith(2, "there is no ledger in");
        var copy = await CopyAsync("homeless");
        (await Run.OfAsync("verify", copy)).FailsWith(2, "there is no genesis.json above");
        (await Run.OfAsync("verify", copy, "--genesis", fixture.Place("no.json"))).FailsWith(2, "no.json");
    }

    /// <summary>A read-only file system: nothing is written, so an audit and a diff work, and the rest says why not.</summary>
    [Fact]
    public async Task AReadOnlyDirectoryIsReadAndNotWritten()
    {
        var place = fixture.Place("read-only");
        var copy = await CopyAsync("read-only-source");
        Directory.CreateDirectory(place);
        await Mounts.ReadOnlyAsync(Path.GetDirectoryName(copy)!, place);
        try
        {
            var data = Path.Combine(place, Path.GetFileName(copy));
            (await Run.OfAsync("diff", data, fixture.Data)).IsOk();
            (await Run.OfAsync("prune", "--history", "5", "--data", data, "--genesis", fixture.Genesis))
                .FailsWith(1, "ead-only file system");
            (await Run.OfAsync("backup", Path.Combine(place, "b"), "--data", fixture.Data))
                .FailsWith(1, "ead-only file system");
        }
        finally
        {
            await Mounts.RemoveAsync(place);
        }
    }

    private async Task<string> CopyAsync(string name)
    {
        var folder = Directory.CreateDirectory(fixture.Place(name + "-folder")).FullName;
        (await Run.OfAsync("backup", Path.Combine(folder, "backup"), "--data", fixture.Data)).IsOk();
        var data = Path.Combine(folder, "data");
        LedgerStore.RestoreBackup(Path.Combine(folder, "backup"), data, newIncarnation: 5);
        return data;
    }
}
