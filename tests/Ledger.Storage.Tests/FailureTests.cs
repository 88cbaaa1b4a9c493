using System.Security.Cryptography;
using Ledger.Primitives;
using static Ledger.Storage.Tests.SnapshotTransfer;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>The disk fails: one clear line, no further write, and what was acknowledged is there afterwards.</summary>
public sealed class FailureTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A disk that fills up while blocks are committed.</summary>
    [Fact]
    public void DiskFull()
    {
        using var disk = SmallDisk.Create("12m");
        var synced = 0UL;
        using (var store = LedgerStore.Open(disk.Node, Id, new StoreOptions { WriteBufferBytesMax = 2 << 20 }))
        {
            var failure = Assert.Throws<StorageException>(() =>
            {
                while (synced < 1_000)
                {
                    var pending = store.Stage(null, store.Height.Next, WritesAt(store.Height.Value + 1));
                    var transaction = Transaction(pending.Height.Value, RandomNumberGenerator.GetBytes(100_000));
                    store.CommitBlock(Block(store.Head, pending, transaction), pending, sync: true);
                    synced = store.Height.Value;
                }
            });
            CheckLine(StorageFailure.DiskFull, failure, "The disk is full");
            CheckRefusesWrites(store, StorageFailure.DiskFull);
        }

        Assert.InRange(synced, 20UL, 999UL);
        disk.Remount("size=64m");
        using var again = LedgerStore.Open(disk.Node, Id);
        Assert.InRange(again.Height.Value, synced, synced + 1);
        again.VerifyIntegrity();
        Grow(again, synced + 5);
    }

    /// <summary>A disk that is full when a backup is written costs the backup only.</summary>
    [Fact]
    public void BackupOnAFullDisk()
    {
        using var disk = SmallDisk.Create("1m");
        using var directory = new TestDirectory();
        using var store = directory.Open();
        Commit(store, [new StateWrite(Key("large"), RandomNumberGenerator.GetBytes(1_500_000), 0)]);
        CheckLine(StorageFailure.DiskFull, Record.Exception(() => _ = store.Backup(disk.Node)), "The disk is full");
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(disk.Node)!));
        Grow(store, 5);
    }

    /// <summary>A file system that is read-only: no node, but an audit, and a backup on it can be restored.</summary>
    [Fact]
    public void ReadOnlyDisk()
    {
        using var disk = SmallDisk.Create("16m");
        using var directory = new TestDirectory();
        var backup = disk.Node + "-backup";
        using (var store = LedgerStore.Open(disk.Node, Id))
        {
            Grow(store, 5);
            store.Backup(backup);
        }

        disk.Remount("ro");
        CheckLine(
            StorageFailure.InputOutput, Record.Exception(() => LedgerStore.Open(disk.Node, Id)),
            "Read-only file system");
        using (var audit = LedgerStore.OpenReadOnly(disk.Node, Id))
        {
            audit.VerifyIntegrity();
        }

        Assert.Equal(5UL, LedgerStore.RestoreBackup(backup, directory.Path, 3).Value);
        using var restored = directory.Open();
        Grow(restored, 10);
    }

    /// <summary>Damage under a running node: the read says so, and the node cannot go on writing.</summary>
    [Fact]
    public void DamagedTableFileStopsTheNode()
    {
        using var directory = new TestDirectory();
        using (var store = directory.Open())
        {
            Grow(store, 60);
        }

        using var node = directory.Open();
        foreach (var file in Directory.GetFiles(directory.Path, "*.sst"))
        {
            var bytes = File.ReadAllBytes(file);
            bytes.AsSpan(0, bytes.Length / 2).Fill(0x5A);
            File.WriteAllBytes(file, bytes);
        }

        CheckLine(StorageFailure.Damaged, Record.Exception(() => node.ReadBlock(new SequenceNumber(20))), ".sst");
        CheckRefusesWrites(node, StorageFailure.Damaged);
    }

    /// <summary>The directory goes away under a running node: the next synced write is not acknowledged.</summary>
    [Fact]
    public void DirectoryRemoved()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        Grow(store, 5);
        Directory.Delete(directory.Path, recursive: true);
        CheckLine(
            StorageFailure.InputOutput, Record.Exception(() => store.SaveConsensus([([1], [1])], sync: true)),
            "was removed");
        CheckRefusesWrites(store, StorageFailure.InputOutput);
        CheckLine(StorageFailure.InputOutput, Record.Exception(() => _ = store.DiskBytes), "Cannot list");
    }

    /// <summary>Writer against writer, reader against writer, writer against reader; readers share.</summary>
    [Fact]
    public async Task TwoProcesses()
    {
        using var directory = new TestDirectory();
        using (var store = directory.Open())
        {
            Grow(store, 3);
            CheckLine(StorageFailure.Locked, Record.Exception(() => directory.OpenReadOnly()), "in use by another");
        }

        await WhileHeldAsync(directory, readOnly: false, () =>
        {
            CheckLine(StorageFailure.Locked, Record.Exception(() => directory.Open()), "in use by another");
            CheckLine(StorageFailure.Locked, Record.Exception(() => directory.OpenReadOnly()), "in use by another");
        });
        if (OperatingSystem.IsLinux())
        {
            await WhileHeldAsync(directory, readOnly: true, () =>
            {
                CheckLine(StorageFailure.Locked, Record.Exception(() => directory.Open()), "in use by another");
                using var first = directory.OpenReadOnly();
                using var second = directory.OpenReadOnly();
                Assert.Equal(first.Height, second.Height);
            });
        }

        using (directory.OpenReadOnly())
        {
            CheckLine(StorageFailure.Locked, Record.Exception(() => directory.Open()), "in use by another");
        }

        directory.Open().Dispose();
    }

    private static async Task WhileHeldAsync(TestDirectory directory, bool readOnly, Action action)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var child = TestProcess.Start(HoldChild.Argument, directory.Path, readOnly ? "read" : "write");
        try
        {
            Assert.Equal("open", await child.StandardOutput.ReadLineAsync(timeout.Token));
            action();
        }
        finally
        {
            child.StandardInput.Close();
            await child.WaitForExitAsync(timeout.Token);
        }
    }

    private static void CheckRefusesWrites(LedgerStore store, StorageFailure reason)
    {
        CheckLine(reason, Record.Exception(() => store.SaveConsensus([([1], [1])], sync: true)), "An earlier");
        CheckLine(reason, Record.Exception(() => store.Backup("/nowhere/backup")), "An earlier");
    }

    private static void CheckLine(StorageFailure reason, Exception? failure, string part)
    {
        var storage = Assert.IsType<StorageException>(failure);
        Assert.Equal(reason, storage.Failure);
        Assert.Contains(part, storage.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", storage.Message, StringComparison.Ordinal);
    }
}
