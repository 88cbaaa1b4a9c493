using System.Globalization;
using System.Security.Cryptography;
using Ledger.Primitives;
using static Ledger.Storage.Tests.SnapshotTransfer;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>The history of keys with one prefix goes, that of others stays.</summary>
public sealed class PrefixPruningTests
{
    /// <summary>Keys of any length with the prefix keep their values at the height; below it nothing is answered.</summary>
    [Fact]
    public void OnlyItsKeysLoseTheirPast()
    {
        using var directory = new TestDirectory();
        using (var store = directory.Open())
        {
            for (var height = 1; height <= 6; height++)
            {
                Commit(store, Writes(("a", $"{height}"), ("am", $"{height}"), ("b", $"{height}"), ("an", height == 3 ? null : "x")));
            }

            store.PruneHistory(Key("a"), new SequenceNumber(3));
            CheckAfter(store);
            store.PruneHistory(Key("a"), new SequenceNumber(2));
            store.PruneHistory(Key("am"), new SequenceNumber(1));
            CheckAfter(store);
            Assert.Throws<ArgumentOutOfRangeException>(() => store.PruneHistory(Key("a"), new SequenceNumber(7)));
            Assert.Throws<ArgumentOutOfRangeException>(() => store.PruneHistory([], new SequenceNumber(4)));
        }

        using var again = directory.Open();
        CheckAfter(again);
        again.PruneHistory(Key("am"), new SequenceNumber(5));
        Assert.Equal((3UL, 5UL, 0UL, 5UL), (
            again.LowestHistoryOf(Key("a")).Value, again.LowestHistoryOf(Key("am")).Value, again.LowestHistory.Value,
            again.LowestWholeHistory.Value));
        again.PruneHistory(new SequenceNumber(4));
        Assert.Equal(["4", "5", "6"], ValuesOf(again, "a"));
        Assert.Equal(["5", "6"], ValuesOf(again, "am"));
        Assert.Equal(["4", "5", "6"], ValuesOf(again, "b"));
        again.VerifyIntegrity();
    }

    /// <summary>The disk fails before each single write; whatever was reached, the next open finishes.</summary>
    [Fact]
    public void CrashAtEveryWrite()
    {
        using var original = new TestDirectory();
        using (var store = original.Open())
        {
            Grow(store, 60);
        }

        var kept = 0;
        var crashes = FailingWrites.BeforeEach(original, s => s.PruneHistory(Key("0"), new SequenceNumber(40)), directory =>
        {
            using var store = directory.Open();
            var lowest = store.LowestHistoryOf(Key("0")).Value;
            kept += lowest == 0 ? 1 : 0;
            Assert.True(lowest is 0 or 40, $"{lowest}");
            CheckRemoved(store, Key("0"));
            store.PruneHistory(Key("0"), new SequenceNumber(40));
            CheckRemoved(store, Key("0"));
            using var whole = original.OpenReadOnly();
            CheckSameAbove(whole, store, 40);
            store.VerifyIntegrity();
        });

        Assert.Equal(1, kept);
        Assert.True(crashes >= 4, $"only {crashes} writes");
    }

    /// <summary>The disk's space comes back: of two keys with 20 MB each one lost nine tenths.</summary>
    [Fact]
    public void SpaceComesBack()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open(new StoreOptions { WriteBufferBytesMax = 4 << 20 });
        for (var height = 1UL; height <= 200; height++)
        {
            Commit(
                store, new StateWrite(Key("other"), RandomNumberGenerator.GetBytes(100_000), 0),
                new StateWrite(Key("pruned"), RandomNumberGenerator.GetBytes(100_000), 0));
        }

        store.Database.FlushAll();
        store.Database.Compact(ColumnFamily.State);
        store.Database.Compact(ColumnFamily.History);
        var before = store.DiskBytes;
        Assert.InRange(before, 38_000_000, long.MaxValue);

        store.PruneHistory(Key("pruned"), new SequenceNumber(181));

        Assert.InRange(before - store.DiskBytes, 16_200_000, 22_000_000);
        Assert.Equal((20, 200), (store.History(Key("pruned")).Count(), store.History(Key("other")).Count()));
    }

    /// <summary>Blocks are committed and read while history goes.</summary>
    [Fact]
    public async Task BesideCommits()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        Grow(store, 100);
        var writer = Task.Run(() => Grow(store, 300), TestContext.Current.CancellationToken);
        while (!writer.IsCompleted)
        {
            var lowest = new SequenceNumber(store.Height.Value - 20);
            store.PruneHistory(Key("0"), lowest);
            Assert.Null(store.ValueAt(Key("001"), new SequenceNumber(lowest.Value - 1)));
            Assert.NotNull(store.ValueAt(Key("001"), lowest));
            Assert.NotNull(store.ValueAt(Key("101"), new SequenceNumber(1)));
        }

        await writer;
        CheckRemoved(store, Key("0"));
        store.VerifyIntegrity();
    }

    /// <summary>What a prefix's marker says is gone is not on the disk: of each key one old value at most, and no removal.</summary>
    internal static void CheckRemoved(LedgerStore store, ReadOnlySpan<byte> prefix)
    {
        var lowest = store.LowestHistoryOf(prefix).Value;
        byte[]? previous = null;
        using var iterator = store.Database.Iterate(ColumnFamily.History, default);
        for (; iterator.Valid; iterator.Next())
        {
            var key = iterator.Key[..^RecordKeys.VersionSize];
            var (height, _) = RecordKeys.ReadVersion(iterator.Key[^RecordKeys.VersionSize..]);
            if (!key[2..].StartsWith(prefix) || height.Value > lowest || lowest == 0)
            {
                continue;
            }

            Assert.False(previous != null && key.SequenceEqual(previous), $"two old values of {Convert.ToHexString(key)}");
            Assert.False(iterator.Value is [0], $"an old removal of {Convert.ToHexString(key)}");
            previous = key.ToArray();
        }
    }

    private static void CheckAfter(LedgerStore store)
    {
        Assert.Equal(["3", "4", "5", "6"], ValuesOf(store, "a"));
        Assert.Equal(["3", "4", "5", "6"], ValuesOf(store, "am"));
        Assert.Equal(["x", "x", "x"], ValuesOf(store, "an"));
        Assert.Equal(["1", "2", "3", "4", "5", "6"], ValuesOf(store, "b"));
        Assert.Equal((3UL, 3UL, 0UL), (
            store.LowestHistoryOf(Key("a")).Value, store.LowestHistoryOf(Key("am")).Value, store.LowestHistoryOf(Key("b")).Value));
        Assert.Equal([Key("a")], store.PrunedPrefixes.Select(p => p.Prefix));
        var (below, at) = (new SequenceNumber(2), new SequenceNumber(3));
        Assert.Null(store.ValueAt(Key("am"), below));
        Assert.Null(store.ReadAt(Key("am"), below));
        Assert.Equal(Value("2"), store.ValueAt(Key("b"), below)!.Value.Value);
        Assert.Equal(Value("2"), store.ReadAt(Key("b"), below)!.Value);
        Assert.Equal(Value("3"), store.ValueAt(Key("am"), at)!.Value.Value);
        var read = store.ReadAt(Key("am"), at)!;
        Assert.True(read.Proof.Verify(read.Header!.StateRoot, Key("am"), read.Value));
        Assert.Equal([false, false, false, true], store.WritesOf(below)!.Select(w => w.IsKept));
        Assert.All(store.WritesOf(at)!, w => Assert.True(w.IsKept));
    }

    private static void CheckSameAbove(LedgerStore whole, LedgerStore pruned, ulong lowest)
    {
        for (var i = 0; i < 200; i++)
        {
            var key = Key(i.ToString("d3", CultureInfo.InvariantCulture));
            for (var height = lowest; height <= whole.Height.Value; height++)
            {
                var at = new SequenceNumber(height);
                Assert.Equal(whole.ValueAt(key, at)!.Value.Value, pruned.ValueAt(key, at)!.Value.Value);
            }

            if (i >= 100)
            {
                Assert.Equal(whole.History(key).Select(v => v.Height), pruned.History(key).Select(v => v.Height));
            }
        }
    }

    private static string[] ValuesOf(LedgerStore store, string key) =>
        [.. store.History(Key(key)).Select(v => v.Value == null ? "-" : System.Text.Encoding.UTF8.GetString(v.Value))];
}
