using System.Security.Cryptography;
using Ledger.Primitives;
using static Ledger.Storage.Tests.SnapshotTransfer;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>What is old goes, for good and from the disk; what is kept stays as it was.</summary>
public sealed class PruningTests
{
    private const ulong ValidityWindow = 10;

    /// <summary>Payloads below the height are gone, all else is there; it cannot be taken back.</summary>
    [Fact]
    public void Blocks()
    {
        using var directory = new TestDirectory();
        using var wholeDirectory = new TestDirectory();
        using var whole = wholeDirectory.Open();
        Grow(whole, 60);
        using (var store = directory.Open())
        {
            // A table file below the top level that ends with the lowest block to be kept.
            Grow(store, 41);
            store.Database.Compact(ColumnFamily.Blocks);
            Grow(store, 60);
            store.PruneBlocks(new SequenceNumber(41), ValidityWindow);
            CheckPruned(whole, store, 41);
            store.PruneBlocks(new SequenceNumber(20), ValidityWindow);
            CheckPruned(whole, store, 41);
            Assert.Throws<ArgumentOutOfRangeException>(() => store.PruneBlocks(new SequenceNumber(51), ValidityWindow));
            Assert.Throws<ArgumentOutOfRangeException>(() => store.PruneBlocks(new SequenceNumber(45), 60));
            Assert.Throws<ArgumentOutOfRangeException>(() => store.PruneBlocks(new SequenceNumber(45), 0));
            CheckPruned(whole, store, 41);
        }

        using var again = directory.Open();
        CheckPruned(whole, again, 41);
        again.PruneBlocks(new SequenceNumber(50), ValidityWindow);
        CheckPruned(whole, again, 50);
        Grow(again, 65);
        Grow(whole, 65);
        CheckPruned(whole, again, 50);
    }

    /// <summary>Each key keeps its value at the height, and all later ones; what was removed by then goes.</summary>
    [Fact]
    public void History()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        Commit(store, Writes(("a", "1"), ("b", "1"), ("c", "1"), ("d", "1")));
        Commit(store, Writes(("a", "2"), ("b", null), ("c", "2")));
        Commit(store, Writes(("a", "3"), ("b", "3"), ("c", null)));
        Commit(store, Writes(("a", "4"), ("c", "4")));
        store.PruneHistory(new SequenceNumber(2));
        (ulong, string?)[] Of(string key) => [.. store.History(Key(key)).Select(
            v => (v.Height.Value, v.Value == null ? null : System.Text.Encoding.UTF8.GetString(v.Value)))];
        Assert.Equal([(2, "2"), (3, "3"), (4, "4")], Of("a"));
        Assert.Equal([(3, "3")], Of("b"));
        Assert.Equal([(2, "2"), (3, null), (4, "4")], Of("c"));
        Assert.Equal([(1, "1")], Of("d"));
        Assert.Equal(8, CountOf(store, ColumnFamily.History));
        Assert.Equal(2UL, store.LowestHistory.Value);
        store.PruneHistory(new SequenceNumber(1));
        Assert.Equal(2UL, store.LowestHistory.Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => store.PruneHistory(new SequenceNumber(5)));
        store.PruneHistory(new SequenceNumber(4));
        Assert.Equal([(4, "4")], Of("a"));
        Assert.Equal([(3, "3")], Of("b"));
        Assert.Equal([(4, "4")], Of("c"));
        Assert.Equal([(1, "1")], Of("d"));
        Assert.Equal(4, CountOf(store, ColumnFamily.History));
        store.VerifyIntegrity();
    }

    /// <summary>An index entry that leads to a kept block stays, also when a pruned block has the id too.</summary>
    [Fact]
    public void TransactionThatCameAgain()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        var transaction = Transaction(1_000);
        for (var height = 1; height <= 20; height++)
        {
            var pending = store.Stage(null, store.Height.Next, Writes(("a", $"{height}")));
            var status = height == 2 ? ReceiptStatus.OutsideWindow : ReceiptStatus.Ok;
            store.CommitBlock(
                height is 2 or 8
                    ? Block(store.Head, pending, [transaction], [Receipt(transaction, status)])
                    : Block(store.Head, pending, Transaction((ulong)height)),
                pending, sync: false);
        }

        store.PruneBlocks(new SequenceNumber(5), ValidityWindow);
        Assert.Equal((new SequenceNumber(8), 0), store.FindTransaction(transaction.Id));
        store.PruneBlocks(new SequenceNumber(9), ValidityWindow);
        Assert.Null(store.FindTransaction(transaction.Id));
    }

    /// <summary>The disk's space comes back: nine tenths of 40 MB that do not compress were pruned.</summary>
    [Fact]
    public void SpaceComesBack()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open(new StoreOptions { WriteBufferBytesMax = 4 << 20 });
        var value = new byte[100_000];
        var random = new Random(1);
        for (var height = 1UL; height <= 200; height++)
        {
            random.NextBytes(value);
            var pending = store.Stage(null, store.Height.Next, [new StateWrite(Key("k"), value.ToArray(), 0)]);
            var arguments = RandomNumberGenerator.GetBytes(100_000);
            store.CommitBlock(Block(store.Head, pending, Transaction(height, arguments)), pending, sync: false);
        }

        store.Database.FlushAll();
        var before = store.DiskBytes;
        Assert.InRange(before, 38_000_000, long.MaxValue);
        store.PruneBlocks(new SequenceNumber(181), ValidityWindow);
        var withoutBlocks = store.DiskBytes;
        Assert.InRange(before - withoutBlocks, 16_200_000, long.MaxValue);
        store.PruneHistory(new SequenceNumber(181));
        Assert.InRange(withoutBlocks - store.DiskBytes, 16_200_000, long.MaxValue);
        Assert.Equal(value, store.View(null).Get(Key("k")));
    }

    /// <summary>The disk fails before each single write; whatever was reached, the next open finishes.</summary>
    [Fact]
    public void CrashAtEveryWrite()
    {
        using var wholeDirectory = new TestDirectory();
        using var original = new TestDirectory();
        using var whole = wholeDirectory.Open();
        Grow(whole, 60);
        using (var store = original.Open())
        {
            Grow(store, 60);
        }

        var kept = 0;
        var crashes = FailingWrites.BeforeEach(original, Prune, directory =>
        {
            using (var audit = directory.OpenReadOnly())
            {
                // Before the marker all is there; behind it nothing below is seen, removed or not.
                CheckPruned(whole, audit, audit.LowestBlock.Value, isFinished: false);
                kept += audit.LowestBlock.Value == 1 ? 1 : 0;
            }

            using var store = directory.Open();
            CheckPruned(whole, store, store.LowestBlock.Value);
            Prune(store);
            CheckPruned(whole, store, 41);
            Assert.Equal(HistoryOf(whole, 30), HistoryOf(store, 30));
        });

        Assert.Equal(1, kept);
        Assert.True(crashes >= 7, $"only {crashes} writes");
    }

    /// <summary>The log loses its end after each of the steps, as when the power goes.</summary>
    [Fact]
    public void TornLog()
    {
        using var wholeDirectory = new TestDirectory();
        using var directory = new TestDirectory();
        using var whole = wholeDirectory.Open();
        Grow(whole, 60);
        var images = new List<TestDirectory>();
        try
        {
            using (var store = directory.Open())
            {
                Grow(store, 60);
            }

            FailingWrites.TryDo(directory, Prune, () => images.Add(directory.Copy()));
            foreach (var image in images)
            {
                var log = new DirectoryInfo(image.Path).GetFiles("*.log").MaxBy(f => f.Name)!;
                for (var step = 0; step <= 2; step++)
                {
                    using var torn = image.Copy();
                    using (var file = File.OpenWrite(Path.Combine(torn.Path, log.Name)))
                    {
                        file.SetLength(log.Length * step / 2);
                    }

                    using var store = torn.Open();
                    CheckPruned(whole, store, store.LowestBlock.Value);
                }
            }

            Assert.True(images.Count >= 6);
        }
        finally
        {
            images.ForEach(i => i.Dispose());
        }
    }

    /// <summary>Blocks are committed and read while others are pruned.</summary>
    [Fact]
    public async Task BesideCommits()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        Grow(store, 100);
        var writer = Task.Run(() => Grow(store, 300), TestContext.Current.CancellationToken);
        while (!writer.IsCompleted)
        {
            var lowest = new SequenceNumber(store.Height.Value - 50);
            store.PruneBlocks(lowest, ValidityWindow);
            store.PruneHistory(lowest);
            Assert.NotNull(store.ReadBlock(lowest));
            Assert.Null(store.ReadBlock(new SequenceNumber(lowest.Value - 1)));
            Assert.NotNull(store.ReadHeader(new SequenceNumber(1)));
        }

        await writer;
        store.VerifyIntegrity();
    }

    /// <summary>A pruned ledger can be backed up, served as a snapshot, and replaced by one.</summary>
    [Fact]
    public void PrunedAndRestored()
    {
        using var directory = new TestDirectory();
        using var otherDirectory = new TestDirectory();
        using var store = directory.Open();
        using var other = otherDirectory.Open();
        Grow(store, 60);
        Grow(other, 30);
        other.PruneBlocks(new SequenceNumber(20), ValidityWindow);
        other.PruneHistory(new SequenceNumber(20));
        store.PruneBlocks(new SequenceNumber(41), ValidityWindow);
        Restore(other, store);
        Assert.Equal((54UL, 60UL), (other.LowestBlock.Value, other.LowestHistory.Value));
        CheckSame(store, other);
        var backup = directory.Beside("backup");
        store.Backup(backup);
        using var audit = LedgerStore.OpenReadOnly(backup, Id);
        Assert.Equal(41UL, audit.LowestBlock.Value);
    }

    private static void Prune(LedgerStore store)
    {
        store.PruneBlocks(new SequenceNumber(41), ValidityWindow);
        store.PruneHistory(new SequenceNumber(30));
    }

    private static void CheckPruned(LedgerStore whole, LedgerStore pruned, ulong lowest, bool isFinished = true)
    {
        Assert.Equal(lowest, pruned.LowestBlock.Value);
        Assert.Equal(Dump(whole), Dump(pruned));
        for (var height = 1UL; height <= whole.Height.Value; height++)
        {
            var number = new SequenceNumber(height);
            var block = whole.ReadBlock(number)!;
            var id = block.Batch.Transactions[0].Id;
            Assert.Equal(block.Header.Hash, pruned.ReadCertifiedHeader(number)!.Value.Header.Hash);
            Assert.Equal(height < lowest ? null : whole.ReadBlockBytes(number), pruned.ReadBlockBytes(number));
            Assert.Equal(height < lowest ? null : whole.FindTransaction(id), pruned.FindTransaction(id));
        }

        Assert.Equal(
            whole.RecentTransactions(new SequenceNumber(lowest)), pruned.RecentTransactions(new SequenceNumber(1)));
        if (isFinished)
        {
            Assert.Equal(
                (int)(whole.Height.Value + 1 - lowest),
                CountOf(pruned, ColumnFamily.Blocks));
            Assert.Equal(
                (int)(whole.Height.Value + 1 - lowest),
                CountOf(pruned, ColumnFamily.TransactionIndex));
        }

        pruned.VerifyIntegrity();
    }

    private static int CountOf(LedgerStore store, ColumnFamily family)
    {
        var count = 0;
        using var iterator = store.Database.Iterate(family, default);
        for (; iterator.Valid; iterator.Next())
        {
            count++;
        }

        return count;
    }

    /// <summary>What the history of a whole ledger looks like from a height on.</summary>
    private static List<string> HistoryOf(LedgerStore store, ulong lowest)
    {
        var lines = new List<string>();
        for (var i = 0; i < 200; i++)
        {
            var key = Key(i.ToString("d3", System.Globalization.CultureInfo.InvariantCulture));
            var versions = store.History(key).ToList();
            var old = versions.FindLastIndex(v => v.Height.Value <= lowest);
            var first = old >= 0 && versions[old].Value == null ? old + 1 : Math.Max(0, old);
            lines.AddRange(versions.Skip(first).Select(v => $"{i} {v.Height} {Convert.ToHexString(v.Value ?? [])}"));
        }

        return lines;
    }
}
