using Ledger.Storage;

namespace Ledger.Cli.Tests.Operations;

/// <summary>Backup and restore of a stopped node by the commands, and every way in which they refuse.</summary>
public sealed class BackupTests(OperationsFixture fixture) : IClassFixture<OperationsFixture>
{
    [Fact]
    public async Task ABackupIsRestoredWithoutVotesUnderAnotherIncarnation()
    {
        var (backup, target) = (fixture.Place("whole-backup"), fixture.Place("whole-restored"));

        var made = (await Run.OfAsync("backup", backup, "--data", fixture.Data, "--json")).IsOk();
        var restored = (await Run.OfAsync("restore", backup, target, "--genesis", fixture.Genesis, "--json")).IsOk();

        Assert.Equal(OperationsFixture.Height, (ulong)made.Json["height"]!);
        Assert.True((ulong)made.Json["bytes"]! > 0);
        Assert.Equal(OperationsFixture.Height, (ulong)restored.Json["height"]!);
        Assert.Equal(fixture.ChainId.ToString(), (string?)restored.Json["chainId"]);
        using var store = LedgerStore.OpenReadOnly(target, fixture.ChainId);
        Assert.Equal((string?)restored.Json["incarnation"], $"{store.Incarnation}");
        Assert.NotEqual(0UL, store.Incarnation);
        Assert.False(store.IsBackup);
    }

    [Fact]
    public async Task RestoringTellsOfTheVotes()
    {
        var (backup, target) = (fixture.Place("told-backup"), fixture.Place("told"));
        (await Run.OfAsync("backup", backup, "--data", fixture.Data)).IsOk();

        var run = (await Run.OfAsync("restore", backup, target, "--genesis", fixture.Genesis)).IsOk();

        Assert.Contains("must not run anywhere else", run.Output, StringComparison.Ordinal);
        Assert.Contains("follows as an observer", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatCannotBeBackedUpIsOneLine()
    {
        var backup = fixture.Place("twice");
        (await Run.OfAsync("backup", backup, "--data", fixture.Data)).IsOk();

        (await Run.OfAsync("backup", backup, "--data", fixture.Data)).FailsWith(1, "exists already");
        (await Run.OfAsync("backup", fixture.Place("a/b"), "--data", fixture.Data)).FailsWith(1, "its parent directory does not exist");
        (await Run.OfAsync("backup", fixture.Place("c"), "--data", backup)).FailsWith(2, "is a backup already");
        (await Run.OfAsync("backup", fixture.Place("c"), "--data", fixture.Place("none"))).FailsWith(2, "there is no directory");
        (await Run.OfAsync("backup", fixture.Place("c"), "--data", fixture.Genesis)).FailsWith(2, "is a file, not a directory");
        (await Run.OfAsync("backup", fixture.Place("c"), "--data", Path.Combine(fixture.Directory, "cell2", "ca")))
            .FailsWith(2, "there is no ledger in");
        (await Run.OfAsync("backup", fixture.Place("c"), "--data", fixture.Data, "--node", "node1")).FailsWith(2, "not both");
        (await Run.OfAsync("backup", fixture.Place("c"), "--dir", fixture.Directory)).FailsWith(1, "127.0.0.1");
        Assert.False(Directory.Exists(fixture.Place("c")));
    }

    [Fact]
    public async Task ADirectoryInUseIsToldSo()
    {
        using var node = LedgerStore.Open(fixture.DataOf("cell3"), fixture.ChainId);
        var data = fixture.DataOf("cell3");

        foreach (var command in new string[][]
                 {
                     ["backup", fixture.Place("used"), "--data", data], ["verify", data], ["diff", data, fixture.Data],
                     ["prune", "--keep", "5", "--data", data], ["export", "--what", "blocks", "--data", data],
                     ["restore", data, fixture.Place("used")],
                 })
        {
            (await Run.OfAsync(command)).FailsWith(1, "is in use by another process: stop the node");
        }
    }

    [Fact]
    public async Task WhatCannotBeRestoredIsOneLine()
    {
        var backup = fixture.Place("source");
        (await Run.OfAsync("backup", backup, "--data", fixture.Data)).IsOk();
        var other = fixture.Place("other-network");
        (await Run.OfAsync("network", "init", "--dir", other)).IsOk();

        (await Run.OfAsync("restore", backup, fixture.Data)).FailsWith(1, "exists already");
        (await Run.OfAsync("restore", backup, fixture.Place("x/y"))).FailsWith(1, "its parent directory does not exist");
        (await Run.OfAsync("restore", fixture.Data, fixture.Place("d"))).FailsWith(1, "not a backup");
        (await Run.OfAsync("restore", fixture.Place("none"), fixture.Place("d"))).FailsWith(2, "there is no directory");
        (await Run.OfAsync("restore", backup, fixture.Place("d"), "--genesis", Path.Combine(other, "genesis.json")))
            .FailsWith(1, "belongs to chain");
        (await Run.OfAsync("restore", backup, fixture.Place("d"), "--genesis", Path.Combine(fixture.Directory, "network.json")))
            .FailsWith(2, "cannot be used");
        (await Run.OfAsync("restore", backup, fixture.Place("d"), "--genesis", fixture.Place("no.json"))).FailsWith(2, "no.json");
        Assert.False(Directory.Exists(fixture.Place("d")));
    }

    [Fact]
    public async Task AFullDiskLeavesNothingBehind()
    {
        var place = Directory.CreateDirectory(fixture.Place("small-disk")).FullName;
        var backup = fixture.Place("for-small-disk");
        (await Run.OfAsync("backup", backup, "--data", fixture.Data)).IsOk();
        await Mounts.SmallAsync("16k", place);
        try
        {
            (await Run.OfAsync("backup", Path.Combine(place, "b"), "--data", fixture.Data)).FailsWith(1, "o space left");
            (await Run.OfAsync("restore", backup, Path.Combine(place, "d"), "--genesis", fixture.Genesis)).FailsWith(1, "o space left");
            Assert.Empty(Directory.GetFileSystemEntries(place));
        }
        finally
        {
            await Mounts.RemoveAsync(place);
        }
    }

    [Fact]
    public async Task ABackupWithAMissingFileIsNotRestored()
    {
        var backup = fixture.Place("damaged");
        (await Run.OfAsync("backup", backup, "--data", fixture.Data)).IsOk();
        foreach (var table in Directory.GetFiles(backup, "*.sst"))
        {
            File.Delete(table);
        }

        var run = await Run.OfAsync("restore", backup, fixture.Place("from-damaged"), "--genesis", fixture.Genesis);

        run.FailsWith(1, backup);
        Assert.False(Directory.Exists(fixture.Place("from-damaged")));
    }
}
