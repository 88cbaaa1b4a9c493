using Ledger.Node.Audit;
using Ledger.Primitives;
using Ledger.Storage;
using Ledger.Storage.Interop;

namespace Ledger.Node.Tests.Audit;

/// <summary>The audit of a stopped node's directory: what it finds, and what it says that it could not look at.</summary>
public sealed class ChainAuditorTests : IDisposable
{
    private readonly OfflineLedger _ledger = new();

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public void AWholeChainIsExecutedAgain()
    {
        var parts = new List<AuditPart>();

        var report = Verify(_ledger.Build("whole", 30), new Heard(parts));

        Assert.Null(report.FirstDifference);
        Assert.Equal((30UL, 30UL, 30UL, 30UL, 1UL), (report.Height, report.Blocks, report.Headers, report.Executed, report.FirstHeader));
        Assert.Equal(30UL, report.Transactions);
        Assert.True(report.StateEntries >= 12 && report.HistoryVersions >= report.StateEntries);
        Assert.Empty(report.NotChecked);
        Assert.Contains(AuditPart.Files, parts);
        Assert.Contains(AuditPart.Chain, parts);
    }

    [Fact]
    public void AnEmptyLedgerIsGood() => Assert.True(Verify(_ledger.Build("empty", 0)).Ok);

    [Fact]
    public void ABackupIsAudited()
    {
        using (var store = LedgerStore.Open(_ledger.Build("node", 10), _ledger.ChainId))
        {
            store.Backup(_ledger.Place("backup"));
        }

        var report = Verify(_ledger.Place("backup"));

        Assert.True(report.Ok, report.FirstDifference);
        Assert.True(report.IsBackup);
    }

    /// <summary>A quorum that certifies a wrong state is found, down to the key.</summary>
    [Fact]
    public void AWrongStateIsNamedByItsKey()
    {
        byte[]? key = null;
        var data = _ledger.Build("lie", 15, (height, writes) =>
        {
            if (height != 7)
            {
                return writes;
            }

            key = writes[0].Key;
            return [writes[0] with { Value = "a lie"u8.ToArray() }, .. writes.Skip(1)];
        });

        var report = Verify(data);

        Assert.StartsWith("height 7: executing it again gives another state root", report.FirstDifference, StringComparison.Ordinal);
        Assert.Contains("transaction 0 (", report.FirstDifference, StringComparison.Ordinal);
        Assert.Contains(KeyText.Describe(key), report.FirstDifference, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower("a lie"u8), report.FirstDifference, StringComparison.Ordinal);
        Assert.Equal(6UL, report.Height);
    }

    /// <summary>A key that no transaction writes.</summary>
    [Fact]
    public void AKeyTooManyIsNamed()
    {
        var extra = "wallet\0gift"u8.ToArray();
        var data = _ledger.Build("extra", 12, (height, writes) =>
            height == 5 ? [.. writes, new StateWrite(extra, [1], 0)] : writes);

        var report = Verify(data);

        Assert.StartsWith("height 5: ", report.FirstDifference, StringComparison.Ordinal);
        Assert.Contains(KeyText.Describe(extra), report.FirstDifference, StringComparison.Ordinal);
    }

    /// <summary>Blocks that are gone are told; those that are there are executed on the state that history gives.</summary>
    [Fact]
    public void APrunedLedgerIsExecutedFromTheLowestKeptState()
    {
        var data = _ledger.Build("pruned", 40);
        using (var store = LedgerStore.Open(data, _ledger.ChainId))
        {
            store.PruneBlocks(new SequenceNumber(11), OfflineLedger.Window);
        }

        var report = Verify(data);

        Assert.Null(report.FirstDifference);
        Assert.Equal((40UL, 30UL, 30UL, 1UL), (report.Headers, report.Blocks, report.Executed, report.FirstHeader));
        Assert.Contains(report.NotChecked, n => n.Contains("blocks 1 to 10", StringComparison.Ordinal));
    }

    [Fact]
    public void AWrongStateAbovePrunedBlocksIsFound()
    {
        var data = _ledger.Build("pruned-lie", 40, (height, writes) =>
            height == 30 ? [.. writes, new StateWrite("wallet\0gift"u8.ToArray(), [7], 0)] : writes);
        using (var store = LedgerStore.Open(data, _ledger.ChainId))
        {
            store.PruneBlocks(new SequenceNumber(11), OfflineLedger.Window);
        }

        var report = Verify(data);

        Assert.StartsWith("height 30: ", report.FirstDifference, StringComparison.Ordinal);
        Assert.Equal(29UL, report.Height);
    }

    [Fact]
    public void PrunedHistoryIsTold()
    {
        var data = _ledger.Build("history", 40);
        using (var store = LedgerStore.Open(data, _ledger.ChainId))
        {
            store.PruneBlocks(new SequenceNumber(11), OfflineLedger.Window);
            store.PruneHistory(new SequenceNumber(20));
        }

        var report = Verify(data);

        Assert.Null(report.FirstDifference);
        Assert.Equal((30UL, 20UL), (report.Blocks, report.Executed));
        Assert.Contains(report.NotChecked, n => n.Contains("history of keys below height 20", StringComparison.Ordinal));
    }

    /// <summary>
    /// A node came back from a snapshot with all blocks below it: the chain is executed from genesis on, and its history
    /// begins with the values of the snapshot, whoever wrote them.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void HistoryThatBeganWithASnapshotIsCompared(ulong prunedTo)
    {
        var data = BuildFromSnapshot("restored", 8, prunedTo);

        var report = Verify(data);

        Assert.Null(report.FirstDifference);
        Assert.Equal((40UL, 40UL), (report.Blocks, report.Executed));
        Assert.True(report.HistoryVersions >= report.StateEntries, $"{report.HistoryVersions} of {report.StateEntries}");
        Assert.Contains(
            report.NotChecked,
            n => n.Contains($"history of keys below height {Math.Max(8, prunedTo)}", StringComparison.Ordinal));
    }

    /// <summary>Less history of one contract's keys is told, and what is claimed of it has to be there.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PrunedHistoryOfAContractIsTold(bool isDamaged)
    {
        var data = _ledger.Build("aged", 40);
        using (var store = LedgerStore.Open(data, _ledger.ChainId))
        {
            store.PruneHistory("identity\0"u8, new SequenceNumber(11));
        }

        if (isDamaged)
        {
            using var database = DatabaseOpener.Open(data, new StoreOptions(), readOnly: false);
            using var batch = database.CreateBatch();
            batch.Delete(ColumnFamily.History, FirstVersionAt(database, 9));
            batch.Commit(sync: true);
        }

        var report = Verify(data);

        Assert.Equal(40UL, report.Executed);
        Assert.Contains("the history of identity's keys below height 11: it is no longer kept", report.NotChecked);
        Assert.Equal(isDamaged, report.FirstDifference?.Contains("the history of identity", StringComparison.Ordinal) ?? false);
    }

    /// <summary>Of each key the value at the snapshot is claimed, and each write above: one that is not there is missed.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    public void AVersionThatTheHistoryLacksIsFound(ulong height)
    {
        var data = BuildFromSnapshot("forgetful", 8, 0);
        string key;
        using (var database = DatabaseOpener.Open(data, new StoreOptions(), readOnly: false))
        {
            using var batch = database.CreateBatch();
            var place = FirstVersionAt(database, height);
            batch.Delete(ColumnFamily.History, place);
            batch.Commit(sync: true);
            key = KeyText.Describe(place[2..^RecordKeys.VersionSize]);
        }

        Assert.Contains($"the history of {key} ", Verify(data).FirstDifference, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunningStoreIsInUse()
    {
        var data = _ledger.Build("used", 3);
        using var store = LedgerStore.Open(data, _ledger.ChainId);

        Assert.Equal(StorageFailure.Locked, Assert.Throws<StorageException>(() => Verify(data)).Failure);
    }

    [Fact]
    public void AnotherNetworksLedgerIsRefused()
    {
        using var other = new OfflineLedger(devices: 2);
        var data = _ledger.Build("foreign", 3);

        var failure = Assert.Throws<StorageException>(
            () => ChainAuditor.Verify(data, other.Genesis, null, TestContext.Current.CancellationToken));

        Assert.Equal(StorageFailure.WrongChain, failure.Failure);
    }

    /// <summary>A directory that began with a snapshot and all blocks below it, then grew to 40 blocks.</summary>
    private string BuildFromSnapshot(string name, ulong height, ulong prunedTo)
    {
        using var source = LedgerStore.Open(_ledger.Place(name + "-source"), _ledger.ChainId);
        _ledger.Grow(source, height);
        using var store = LedgerStore.Open(_ledger.Place(name), _ledger.ChainId);
        using (var snapshot = source.TakeStateSnapshot()!)
        {
            var restore = store.BeginRestore(snapshot.Manifest.Header, snapshot.Manifest.Certificate);
            while (!restore.Progress.IsComplete)
            {
                restore.AddChunk(snapshot.ReadChunk(restore.Progress.Missing(1).First()));
            }

            for (var block = height; block > 0; block--)
            {
                restore.ImportHistory(source.ReadBlock(new SequenceNumber(block))!);
            }

            restore.Complete();
        }

        _ledger.Grow(store, 40);
        if (prunedTo > 0)
        {
            store.PruneHistory(new SequenceNumber(prunedTo));
        }

        return _ledger.Place(name);
    }

    private static byte[] FirstVersionAt(RocksDatabase database, ulong height)
    {
        using var iterator = database.Iterate(ColumnFamily.History, default);
        while (iterator.Valid && RecordKeys.ReadVersion(iterator.Key[^RecordKeys.VersionSize..]).Height.Value != height)
        {
            iterator.Next();
        }

        return iterator.Key.ToArray();
    }

    private AuditReport Verify(string data, IProgress<AuditProgress>? progress = null) =>
        ChainAuditor.Verify(data, _ledger.Genesis, progress, TestContext.Current.CancellationToken);

    private sealed class Heard(List<AuditPart> parts) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value) => parts.Add(value.Part);
    }
}
