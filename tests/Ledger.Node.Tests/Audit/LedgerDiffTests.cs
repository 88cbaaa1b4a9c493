using Ledger.Node.Audit;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Node.Tests.Audit;

/// <summary>Where two ledgers diverge.</summary>
public sealed class LedgerDiffTests : IDisposable
{
    private readonly OfflineLedger _ledger = new();

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public void EqualLedgersAreEqualUpToTheLowerOne()
    {
        var report = Compare(_ledger.Build("a", 20), Copy("a", "b", 30));

        Assert.Empty(report.Differences);
        Assert.Equal((20UL, 30UL), (report.FirstHeight, report.SecondHeight));
        Assert.Equal((20UL, 1UL, 20UL), (report.EqualTo, report.ComparedFrom, report.Blocks));
        Assert.True(report.StateEntries >= 12);
        Assert.Empty(report.NotCompared);
    }

    [Fact]
    public void TheFirstHeightAndKeyAreNamed()
    {
        var first = _ledger.Build("a", 5);
        byte[]? key = null;
        var second = Copy("a", "b", 12, (height, writes) =>
        {
            if (height != 9)
            {
                return writes;
            }

            key = writes[0].Key;
            return [writes[0] with { Value = [9, 9] }, .. writes.Skip(1)];
        });
        using (var store = LedgerStore.Open(first, _ledger.ChainId))
        {
            _ledger.Grow(store, 12);
        }

        var report = Compare(first, second);

        // Signatures are deterministic, so the transactions are the same ones.
        Assert.StartsWith("height 9: header ", report.Differences[0], StringComparison.Ordinal);
        Assert.Equal(8UL, report.EqualTo);
        Assert.Equal(8UL, report.Blocks);
        Assert.Equal(3, report.Differences.Count);
        Assert.StartsWith("state root ", report.Differences[1], StringComparison.Ordinal);
        Assert.StartsWith($"key {KeyText.Describe(key)}", report.Differences[2], StringComparison.Ordinal);
        Assert.EndsWith("wrote 0x0909 there", report.Differences[2], StringComparison.Ordinal);
    }

    /// <summary>Equal chains, and one value that was changed behind the tree's back.</summary>
    [Fact]
    public void AFlippedValueIsNamedAndWhoIsWrong()
    {
        var first = _ledger.Build("a", 20);
        var second = Copy("a", "b", 20);
        byte[] key;
        using (var store = LedgerStore.Open(second, _ledger.ChainId))
        {
            key = store.View(null).Scan(default).ElementAt(3).Key;
            byte[] record;
            using (var stored = store.Database.Get(ColumnFamily.State, key))
            {
                record = stored.Span.ToArray();
            }

            record[^1] ^= 1;
            using var batch = store.Database.CreateBatch();
            batch.Put(ColumnFamily.State, key, record);
            batch.Commit(sync: true);
        }

        var report = Compare(first, second);

        var difference = Assert.Single(report.Differences);
        Assert.Contains(KeyText.Describe(key), difference, StringComparison.Ordinal);
        Assert.EndsWith("the value there is not what the certified state root says", difference, StringComparison.Ordinal);
        Assert.Equal(20UL, report.EqualTo);
    }

    [Fact]
    public void WhatIsNotKeptByBothIsTold()
    {
        var first = _ledger.Build("a", 40);
        var second = Copy("a", "b", 40);
        using (var store = LedgerStore.Open(second, _ledger.ChainId))
        {
            store.PruneBlocks(new SequenceNumber(20), OfflineLedger.Window);
        }

        var report = Compare(first, second);

        Assert.Empty(report.Differences);
        Assert.Equal((40UL, 21UL), (report.EqualTo, report.Blocks));
        Assert.Contains(report.NotCompared, n => n.Contains("below height 20", StringComparison.Ordinal));
    }

    [Fact]
    public void DifferentNetworksAreNotCompared()
    {
        using var other = new OfflineLedger(devices: 2);

        var failure = Assert.Throws<StorageException>(() => Compare(_ledger.Build("a", 2), other.Build("b", 2)));

        Assert.Equal(StorageFailure.WrongChain, failure.Failure);
        Assert.Contains("different networks", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A node's directory with the same blocks, and more of its own.</summary>
    private string Copy(
        string from, string name, ulong height,
        Func<ulong, IReadOnlyList<StateWrite>, IReadOnlyList<StateWrite>>? lie = null)
    {
        var backup = _ledger.Place(name + "-backup");
        using (var source = LedgerStore.Open(_ledger.Place(from), _ledger.ChainId))
        {
            source.Backup(backup);
        }

        var directory = _ledger.Place(name);
        LedgerStore.RestoreBackup(backup, directory, newIncarnation: 5);
        using var store = LedgerStore.Open(directory, _ledger.ChainId);
        _ledger.Grow(store, height, lie);
        return directory;
    }

    private static DiffReport Compare(string first, string second) =>
        LedgerDiff.Compare(first, second, null, TestContext.Current.CancellationToken);
}
