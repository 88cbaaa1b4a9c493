using static Ledger.Storage.Tests.SnapshotTransfer;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>A backup is the ledger at one moment, and never a node's own directory.</summary>
public sealed class BackupTests
{
    private const ulong Incarnation = 4711;

    /// <summary>The ledger goes on; the backup stays as it was, has no votes and cannot be started.</summary>
    [Fact]
    public void OfARunningStore()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open(new StoreOptions { NewIncarnation = 7 });
        var backup = directory.Beside("backup");
        Grow(store, 30);
        store.SaveConsensus([([1], [2])], sync: true);
        var expected = Dump(store).ToArray();
        Assert.Equal(30UL, store.Backup(backup).Value);
        Grow(store, 60);
        Assert.False(Path.Exists(backup + ".partial"));

        using (var audit = LedgerStore.OpenReadOnly(backup, Id))
        {
            Assert.True(audit.IsBackup);
            Assert.Equal(30UL, audit.Height.Value);
            Assert.Empty(audit.LoadConsensus());
            Assert.Equal(expected, Dump(audit));
            audit.VerifyIntegrity();
        }

        Assert.False(store.IsBackup);
        Assert.Equal(StorageFailure.Backup, FailureOf(() => LedgerStore.Open(backup, Id)).Failure);
        Assert.Equal(StorageFailure.AlreadyExists, FailureOf(() => store.Backup(backup)).Failure);
        Assert.Equal(StorageFailure.InputOutput, FailureOf(() => store.Backup(directory.Beside("a/b"))).Failure);
        Grow(store, 61);
        Assert.Single(store.LoadConsensus());
    }

    /// <summary>
    /// What a kill leaves before the backup is marked still holds the votes: no node starts on it, and it is in the way
    /// of the next backup of that name.
    /// </summary>
    [Fact]
    public void UnmarkedBackupIsRefused()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        Grow(store, 3);
        store.SaveConsensus([([1], [2])], sync: true);
        var partial = directory.Beside("backup.partial");
        store.Database.Checkpoint(partial);
        Assert.Equal(StorageFailure.Backup, FailureOf(() => LedgerStore.Open(partial, Id)).Failure);
        var failure = FailureOf(() => store.Backup(directory.Beside("backup")));
        Assert.Equal(StorageFailure.AlreadyExists, failure.Failure);
        Assert.Contains("backup.partial is what an interrupted attempt left", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Restored twice: both whole, no votes, each with its incarnation; the backup is unchanged.</summary>
    [Fact]
    public void Restored()
    {
        using var directory = new TestDirectory();
        var backup = directory.Beside("backup");
        using var store = directory.Open();
        Grow(store, 30);
        store.SaveConsensus([([1], [2])], sync: true);
        store.Backup(backup);
        for (var round = 0UL; round < 2; round++)
        {
            var restored = directory.Beside("restored" + round);
            Assert.Equal(30UL, LedgerStore.RestoreBackup(backup, restored, Incarnation + round).Value);
            Assert.Equal(
                StorageFailure.AlreadyExists,
                FailureOf(() => LedgerStore.RestoreBackup(backup, restored, Incarnation)).Failure);
            using var node = LedgerStore.Open(restored, Id, new StoreOptions { NewIncarnation = 9 });
            Assert.Equal(Incarnation + round, node.Incarnation);
            Assert.Empty(node.LoadConsensus());
            CheckSame(store, node);
            Grow(node, 40 + round);
            Assert.Equal(StorageFailure.AlreadyExists, FailureOf(() => node.Backup(backup)).Failure);
        }

        using var audit = LedgerStore.OpenReadOnly(backup, Id);
        Assert.Equal(30UL, audit.Height.Value);
        audit.VerifyIntegrity();
    }

    /// <summary>What cannot be restored leaves nothing behind.</summary>
    [Fact]
    public void RefusedRestores()
    {
        using var directory = new TestDirectory();
        var (backup, target) = (directory.Beside("backup"), directory.Beside("target"));
        using (var store = directory.Open())
        {
            Grow(store, 30);
            store.Backup(backup);
            Assert.Equal(
                StorageFailure.Locked,
                FailureOf(() => LedgerStore.RestoreBackup(directory.Path, target, Incarnation)).Failure);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerStore.RestoreBackup(backup, target, 0));
        Assert.Equal(
            StorageFailure.Backup,
            FailureOf(() => LedgerStore.RestoreBackup(directory.Path, target, Incarnation)).Failure);
        Assert.Equal(
            StorageFailure.InputOutput,
            FailureOf(() => LedgerStore.RestoreBackup(directory.Beside("none"), target, Incarnation)).Failure);
        foreach (var file in Directory.GetFiles(backup, "MANIFEST-*"))
        {
            var bytes = File.ReadAllBytes(file);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(file, bytes);
        }

        FailureOf(() => LedgerStore.RestoreBackup(backup, target, Incarnation));
        Assert.Equal(["backup", "node"], directory.Names());
    }

    /// <summary>What an interrupted attempt left is named, not removed.</summary>
    [Fact]
    public void LeftoversAreNamed()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        Grow(store, 3);
        var backup = directory.Beside("backup");
        Directory.CreateDirectory(backup + ".partial");
        var failure = FailureOf(() => store.Backup(backup));
        Assert.Equal(StorageFailure.AlreadyExists, failure.Failure);
        Assert.Contains(backup + ".partial", failure.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(backup + ".partial"));
    }

    /// <summary>Nothing of a snapshot that is being fetched gets into a backup.</summary>
    [Fact]
    public void WhileASnapshotIsFetched()
    {
        using var sourceDirectory = new TestDirectory();
        using var directory = new TestDirectory();
        using var source = sourceDirectory.Open();
        using var store = directory.Open();
        Grow(source, 30);
        Grow(store, 3);
        using var snapshot = source.TakeStateSnapshot()!;
        var restore = store.BeginRestore(snapshot.Manifest.Header, snapshot.Manifest.Certificate);
        FetchState(restore, snapshot, 3, new Random(1));
        var backup = directory.Beside("backup");
        Assert.Equal(3UL, store.Backup(backup).Value);
        FetchHistory(restore, source, LowestOf(source));
        restore.Complete();
        CheckSame(source, store);
        using var audit = LedgerStore.OpenReadOnly(backup, Id);
        Assert.Null(audit.InterruptedRestore);
        audit.VerifyIntegrity();
    }

    /// <summary>Backups beside a thread that commits are at a block boundary.</summary>
    [Fact]
    public async Task BesideCommits()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        Grow(store, 1);
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    Commit(store, WritesAt(store.Height.Value + 1));
                }
            },
            TestContext.Current.CancellationToken);
        for (var i = 0; i < 5; i++)
        {
            var backup = directory.Beside("backup" + i);
            var height = store.Backup(backup);
            using var audit = LedgerStore.OpenReadOnly(backup, Id);
            Assert.Equal(height, audit.Height);
            Assert.Equal(store.ReadHeader(height)!.Hash, audit.Head!.Hash);
            audit.VerifyIntegrity();
        }

        await stop.CancelAsync();
        await writer;
    }

    private static StorageException FailureOf(Action action)
    {
        var failure = Assert.Throws<StorageException>(action);
        Assert.DoesNotContain("\n", failure.Message, StringComparison.Ordinal);
        return failure;
    }
}
