using Ledger.Primitives;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>
/// Speculative states: several heights deep, branches, dropped ones, and readers beside the committing thread.
/// </summary>
public sealed class PendingStateTests
{
    /// <summary>
    /// Random blocks on random branches, against plain maps: roots, reads, scans, while other branches are dropped and
    /// ancestors committed.
    /// </summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 28)]
    public void RandomBranchesReadAsTheModels(int seed, int commonBytes)
    {
        using var directory = new TestDirectory();
        var options = new StoreOptions { TreeNodeBytesMax = 64 << 10, PathOf = key => PathOf(key, commonBytes) };
        var store = directory.Open(options);
        var random = new Random(seed);
        var committed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var round = 0; round < 60; round++)
        {
            // A trunk of up to four heights, with a branch at each that is dropped.
            var states = new List<(PendingState Pending, SortedDictionary<string, string> Model)>();
            for (var depth = random.Next(1, 5); depth > 0; depth--)
            {
                var parent = states.Count == 0 ? null : states[^1].Pending;
                var model = states.Count == 0 ? committed : states[^1].Model;
                var height = (parent?.Height ?? store.Height).Next;
                var dropped = RandomWrites(random, model, out var droppedModel);
                CheckState(store, store.Stage(parent, height, dropped), droppedModel, commonBytes);
                var writes = RandomWrites(random, model, out var next);
                states.Add((store.Stage(parent, height, writes), next));
            }

            foreach (var (pending, model) in states.SkipLast(random.Next(2)))
            {
                store.CommitBlock(Block(store.Head, pending, Transaction(pending.Height.Value)), pending, sync: false);
                committed = model;
                Assert.Equal(pending.Root, store.StateRoot);
                CheckState(store, pending, model, commonBytes);
                CheckState(store, states[^1].Pending, states[^1].Model, commonBytes);
            }

            if (round % 10 == 0)
            {
                store.Dispose();
                store = directory.Open(options);
            }

            Assert.Equal(committed, Read(store.View(null).Scan(default)));
        }

        Assert.True(store.Height.Value > 60);
        store.VerifyIntegrity();
        store.Dispose();
    }

    /// <summary>
    /// A scan merges blocks and database in key order; newer values win, removed keys are hidden, others with the
    /// prefix only.
    /// </summary>
    [Fact]
    public void ScanMergesInKeyOrder()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        Commit(store, Writes(("a", "0"), ("b1", "0"), ("b2", "0"), ("b3", "0"), ("b\u00FF", "0"), ("c", "0")));
        var first = store.Stage(null, store.Height.Next, Writes(("b0", "1"), ("b1", null), ("b2", "1"), ("b5", "1")));
        var second = store.Stage(
            first, first.Height.Next, Writes(("b1", "2"), ("b5", null), ("b4", "2"), ("b0", null)));
        Assert.Equal(
            ["b1=2", "b2=1", "b3=0", "b4=2", "b\u00FF=0"],
            Read(store.View(second).Scan(Key("b"))).Select(e => $"{e.Key}={e.Value}"));
        Assert.Equal(
            ["b0=1", "b2=1", "b3=0", "b5=1", "b\u00FF=0"],
            Read(store.View(first).Scan(Key("b"))).Select(e => $"{e.Key}={e.Value}"));
        Assert.Equal("b1=0", Read(store.View(null).Scan(Key("b1"))).Select(e => $"{e.Key}={e.Value}").Single());
        Assert.Empty(store.View(second).Scan(Key("d")));
        Assert.Null(store.View(second).Get(Key("b5")));
        Assert.Equal(Value("2"), store.View(second).Get(Key("b1")));
    }

    /// <summary>A scan that began before a commit shows the state it began with.</summary>
    [Fact]
    public void ScanStandsStillWhileBlocksAreCommitted()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        Commit(store, Writes(("a", "0"), ("b", "0"), ("c", "0")));
        using var scan = store.View(null).Scan(default).GetEnumerator();
        Assert.True(scan.MoveNext());
        Commit(store, Writes(("b", null), ("c", "1")));
        Assert.True(scan.MoveNext());
        Assert.Equal(Key("b"), scan.Current.Key);
        Assert.True(scan.MoveNext());
        Assert.Equal(Value("0"), scan.Current.Value);
        Assert.False(scan.MoveNext());
    }

    /// <summary>A prefix of 0xFF bytes has no end; it is scanned all the same.</summary>
    [Fact]
    public void ScanOfHighestPrefix()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        StateWrite[] writes =
            [new([0xFE], [0], 0), new([0xFF], [1], 0), new([0xFF, 0xFF], [2], 0), new([0xFF, 0xFF, 1], [3], 0)];
        Commit(store, writes);
        Assert.Equal([2, 3], store.View(null).Scan(new byte[] { 0xFF, 0xFF }).Select(e => (int)e.Value[0]));
        Assert.Equal([1, 2, 3], store.View(null).Scan(new byte[] { 0xFF }).Select(e => (int)e.Value[0]));
    }

    /// <summary>A view that a commit has passed says so instead of giving the wrong height's value.</summary>
    [Fact]
    public void PassedViewsAreRefused()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        var old = store.View(null);
        var loser = store.Stage(null, new SequenceNumber(1), Writes(("a", "loser")));
        var child = store.Stage(loser, new SequenceNumber(2), Writes(("b", "child")));
        Commit(store, Writes(("a", "winner")));
        Assert.Throws<InvalidOperationException>(() => old.Get(Key("a")));
        Assert.Throws<InvalidOperationException>(() => old.Scan(default).Any());
        Assert.Throws<InvalidOperationException>(() => store.View(loser).Get(Key("z")));
        Assert.Throws<InvalidOperationException>(() => store.View(child).Get(Key("z")));
        Assert.Throws<InvalidOperationException>(() => store.CommitBlock(Block(store.Head, child), child, false));
        Assert.Equal(Value("winner"), store.View(null).Get(Key("a")));
    }

    /// <summary>
    /// Readers of the newest pending state see its values at every moment while its ancestors are being committed.
    /// </summary>
    [Fact]
    public async Task ReadersBesideTheCommittingThread()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open(new StoreOptions { TreeNodeBytesMax = 64 << 10 });
        const int Heights = 60;
        var chain = new List<PendingState>();
        for (var height = 1UL; height <= Heights; height++)
        {
            chain.Add(store.Stage(chain.Count == 0 ? null : chain[^1], new SequenceNumber(height), WritesAt(height)));
        }

        var expected = Read(store.View(chain[^1]).Scan(default));
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var passes = 0;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                var view = store.View(chain[^1]);
                Assert.Equal(expected, Read(view.Scan(default)));
                foreach (var (key, value) in expected)
                {
                    Assert.Equal(Value(value), view.Get(Key(key)));
                }

                var again = store.Stage(chain[^1], chain[^1].Height.Next, WritesAt(Heights + 1));
                Assert.Equal(again.Height, chain[^1].Height.Next);
                Interlocked.Increment(ref passes);
                started.TrySetResult();
            }
        })).ToArray();
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        foreach (var pending in chain)
        {
            store.CommitBlock(Block(store.Head, pending, Transaction(pending.Height.Value)), pending, sync: true);
        }

        var before = Volatile.Read(ref passes);
        Assert.True(before > 0);
        await end.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(expected, Read(store.View(null).Scan(default)));
    }

    /// <summary>What Stage refuses.</summary>
    [Fact]
    public void StageChecksItsArguments()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        var one = new SequenceNumber(1);
        var unsorted = Writes(("a", "1"), ("b", "1")).Reverse().ToArray();
        StateWrite[] twice = [Writes(("a", "1"))[0], Writes(("a", "2"))[0]];
        Assert.Throws<ArgumentException>(() => store.Stage(null, one, unsorted));
        Assert.Throws<ArgumentException>(() => store.Stage(null, one, twice));
        Assert.Throws<ArgumentException>(() => store.Stage(null, one, [new(new byte[321], [1], 0)]));
        Assert.Throws<ArgumentException>(
            () => store.Stage(null, one, [new([1], new byte[IStateView.ValueSizeMax + 1], 0)]));
        Assert.Throws<InvalidOperationException>(() => store.Stage(null, one.Next, []));
        Assert.Equal(Digest.Zero, store.Stage(null, one, []).Root);
    }

    private static SortedDictionary<string, string> Read(IEnumerable<KeyValuePair<byte[], byte[]>> entries)
    {
        var read = new SortedDictionary<string, string>(StringComparer.Ordinal);
        byte[]? last = null;
        foreach (var (key, value) in entries)
        {
            Assert.True(last == null || last.AsSpan().SequenceCompareTo(key) < 0, "a scan is out of order");
            last = key;
            read.Add(System.Text.Encoding.UTF8.GetString(key.AsSpan(5)), System.Text.Encoding.UTF8.GetString(value));
        }

        return read;
    }

    private static StateWrite[] RandomWrites(
        Random random, SortedDictionary<string, string> before, out SortedDictionary<string, string> after)
    {
        after = new SortedDictionary<string, string>(before, StringComparer.Ordinal);
        var writes = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        for (var i = random.Next(1, 30); i > 0; i--)
        {
            var key = $"{random.Next(120):d3}";
            var value = random.Next(3) == 0 ? null : $"{random.Next(1000)}";
            writes[key] = value;
            after.Remove(key);
            if (value != null)
            {
                after[key] = value;
            }
        }

        return Writes([.. writes.Select(w => (w.Key, w.Value))]);
    }

    private static Digest PathOf(ReadOnlySpan<byte> key, int commonBytes)
    {
        var path = StateTree.PathOf(key).ToArray();
        path.AsSpan(0, commonBytes).Fill(0xA5);
        return new Digest(path);
    }

    private static void CheckState(
        LedgerStore store, PendingState pending, SortedDictionary<string, string> model, int commonBytes)
    {
        var leaves = new SortedDictionary<Digest, Digest>();
        foreach (var (key, value) in model)
        {
            leaves[PathOf(Key(key), commonBytes)] = Digest.Of(Value(value));
        }

        Assert.Equal(NaiveTree.Root(leaves), pending.Root);
        var written = pending.Writes.Select(w => w.Key).Append(Key("none"));
        if (pending.Height >= store.Height)
        {
            foreach (var key in written)
            {
                var expected = model.GetValueOrDefault(System.Text.Encoding.UTF8.GetString(key.AsSpan(5)));
                Assert.Equal(expected == null ? null : Value(expected), store.View(pending).Get(key));
            }

            Assert.Equal(model, Read(store.View(pending).Scan(default)));
        }
    }
}
