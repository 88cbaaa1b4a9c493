using Ledger.Primitives;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>Chunks that a store serves.</summary>
public sealed class StateSnapshotTests
{
    /// <summary>The same chunks as those cut from memory, at every depth and also where nothing stands.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    [InlineData(1000)]
    public void ChunksAreThoseOfTheEntries(int count)
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        SnapshotTransfer.Fill(store, count);
        using var snapshot = store.TakeStateSnapshot()!;
        var set = new StateEntrySet(store.View(null).Scan(default).Select(e => new SnapshotEntry(e.Key, e.Value)));
        Assert.Equal(set.Root, snapshot.Manifest.Header.StateRoot);
        Assert.Equal(count, snapshot.Manifest.Entries);
        Assert.Equal(set.Bytes, snapshot.Manifest.Bytes);
        Assert.Equal(store.Head!.Hash, snapshot.Manifest.Header.Hash);
        Assert.Equal(3, snapshot.Manifest.Certificate.Votes.Count);
        var random = new Random(7);
        var path = new byte[Digest.Size];
        for (var i = 0; i < 200; i++)
        {
            random.NextBytes(path);
            var prefix = StatePrefix.Of(new Digest(path), i == 0 ? 256 : random.Next(0, 20));
            Assert.Equal(set.ReadChunk(prefix).Encode(), snapshot.ReadChunk(prefix).Encode());
        }
    }

    /// <summary>Later blocks do not move it, and removed and returned keys are where they belong.</summary>
    [Fact]
    public void SnapshotStandsStill()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        Assert.Null(store.TakeStateSnapshot());
        Commit(store, Writes(("a", "1"), ("b", "1"), ("c", "1")));
        using var first = store.TakeStateSnapshot()!;
        var before = first.ReadChunk(StatePrefix.All).Encode();
        Commit(store, Writes(("a", null), ("b", "2"), ("d", "1"), ("never", null)));
        Commit(store, Writes(("a", "3"), ("c", null)));
        Assert.Equal(before, first.ReadChunk(StatePrefix.All).Encode());
        using var last = store.TakeStateSnapshot()!;
        Assert.Equal(3UL, last.Manifest.Height.Value);
        Assert.Equal(
            ["3", "2", "1"],
            last.ReadChunk(StatePrefix.All).Entries.OrderBy(e => e.Key[^1])
                .Select(e => System.Text.Encoding.UTF8.GetString(e.Value)));
        Parallel.For(0, 64, i => Assert.True(
            first.ReadChunk(StatePrefix.Of(Digest.Of([(byte)i]), 2)).Verify(first.Manifest.Header.StateRoot)));
        last.Dispose();
        Assert.Throws<ObjectDisposedException>(() => last.ReadChunk(StatePrefix.All));
    }

    /// <summary>
    /// A large state is estimated from a sample, within a factor; its parts have about the right size.
    /// </summary>
    [Fact]
    public void LargeStateIsEstimated()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        SnapshotTransfer.Fill(store, 20_000, 200);
        using var snapshot = store.TakeStateSnapshot()!;
        Assert.InRange(snapshot.Manifest.Entries, 10_000, 40_000);
        Assert.InRange(snapshot.Manifest.Bytes, 2_000_000, 9_000_000);
        Assert.InRange(snapshot.Manifest.Depth, 1, 4);
        var chunk = snapshot.ReadChunk(new SnapshotProgress().Missing(snapshot.Manifest.Depth).First());
        Assert.InRange(chunk.Encode().Length, StateChunk.SizeTarget / 8, StateChunk.SizeTarget * 2);
    }

    /// <summary>Values of the largest size: parts are cut until they fit, and still give the state.</summary>
    [Fact]
    public void LargestValuesAreCutApart()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        using var other = new TestDirectory();
        using var target = other.Open();
        SnapshotTransfer.Fill(store, 9, IStateView.ValueSizeMax);
        using var snapshot = store.TakeStateSnapshot()!;
        Assert.InRange(snapshot.ReadChunk(StatePrefix.All).Prefix.Depth, 1, 20);
        SnapshotTransfer.Restore(target, store, depth: 0);
        SnapshotTransfer.CheckSame(store, target);
    }
}
