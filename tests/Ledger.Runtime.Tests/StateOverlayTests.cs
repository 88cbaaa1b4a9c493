namespace Ledger.Runtime.Tests;

/// <summary>The overlay against a slow, obvious twin: whole copies of a sorted map, one for each mark.</summary>
public sealed class StateOverlayTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Reads_scans_reverts_and_writes_match_a_naive_model(int seed)
    {
        for (var round = 0; round < 150; round++)
        {
            RunRound(new Random((seed * 1000) + round));
        }
    }

    [Fact]
    public void Values_are_read_from_the_state_once()
    {
        var state = new MemoryState();
        state.Set([1], [1]);
        var overlay = new StateOverlay(state);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal([1], overlay.Get([1]));
            Assert.Null(overlay.Get([2]));
        }

        Assert.Equal(2, state.Reads);
        overlay.TrimReadCache(long.MaxValue);
        overlay.Get([1]);
        Assert.Equal(2, state.Reads);
        overlay.Put([3], [3], 0);
        overlay.TrimReadCache(0);
        overlay.Get([1]);
        Assert.Equal(3, state.Reads);
        Assert.Equal([3], overlay.Get([3]));
        Assert.Equal(3, state.Reads);
    }

    [Fact]
    public void A_key_that_came_and_went_is_no_write()
    {
        var state = new MemoryState();
        state.Set([1], [1]);
        var overlay = new StateOverlay(state);
        overlay.Put([2], [2], 0);
        overlay.Delete([2], 1);
        overlay.Delete([3], 1);
        overlay.Delete([1], 2);
        var write = Assert.Single(overlay.Writes());
        Assert.Equal([1], write.Key);
        Assert.Null(write.Value);
        Assert.Equal(2, write.TransactionIndex);
        overlay.Put([1], [9], 3);
        Assert.Equal([9], Assert.Single(overlay.Writes()).Value);
    }

    private static void RunRound(Random random)
    {
        var state = new MemoryState();
        for (var i = random.Next(30); i > 0; i--)
        {
            state.Set(Key(random), Value(random));
        }

        var model = new Model(state);
        var overlay = new StateOverlay(state);
        var marks = new Stack<(OverlayMark Mark, Model Model)>();
        for (var step = 0; step < 120; step++)
        {
            switch (random.Next(9))
            {
                case 0 or 1:
                    var (putKey, value) = (Key(random), Value(random));
                    overlay.Put(putKey, value, step);
                    model.Entries[putKey] = value;
                    model.Writers[putKey] = step;
                    break;
                case 2:
                    var deleteKey = Key(random);
                    overlay.Delete(deleteKey, step);
                    if (model.Entries.Remove(deleteKey))
                    {
                        model.Writers[deleteKey] = step;
                    }

                    break;
                case 3 or 4:
                    var getKey = Key(random);
                    Assert.Equal(model.Entries.GetValueOrDefault(getKey), overlay.Get(getKey));
                    break;
                case 5 or 6:
                    AssertScan(overlay, model, random);
                    break;
                case 7:
                    marks.Push((overlay.Mark(), model.Copy()));
                    overlay.TrimReadCache(random.Next(2) == 0 ? 0 : 1000);
                    break;
                default:
                    if (marks.TryPop(out var past))
                    {
                        overlay.Revert(past.Mark);
                        model = past.Model;
                    }

                    break;
            }
        }

        AssertWrites(overlay, model, state);
    }

    [Fact]
    public void Keys_that_a_scan_passes_over_are_counted_up_to_the_bound()
    {
        var state = new MemoryState();
        var overlay = new StateOverlay(state);
        for (byte i = 0; i < 100; i++)
        {
            state.Set([1, i], [i]);
            overlay.Delete([1, i], 0);
        }

        var mark = overlay.Mark();
        overlay.Put([1, 200], [1], 1);
        overlay.Revert(mark);
        overlay.Put([1, 201], [2], 2);
        overlay.Delete([2, 0], 2);
        var found = new List<KeyValuePair<byte[], byte[]>>();

        // A hundred removed, one undone; the other prefix's is none of them.
        Assert.Equal(101, overlay.Scan([1], 10, 1_000, found));
        Assert.Equal([2], Assert.Single(found).Value);
        found.Clear();
        Assert.Equal(31, overlay.Scan([1], 10, 30, found));
        Assert.Empty(found);
        Assert.Equal(0, overlay.Scan([3], 10, 30, found));
    }

    private static void AssertScan(StateOverlay overlay, Model model, Random random)
    {
        byte[] prefix = Key(random)[..1];
        var limit = random.Next(3) == 0 ? int.MaxValue / 2 : random.Next(6);
        var found = new List<KeyValuePair<byte[], byte[]>>();
        overlay.Scan(prefix, limit, int.MaxValue - 1, found);
        var expected = model.Entries.Where(e => e.Key.AsSpan().StartsWith(prefix)).Take(limit);
        Assert.Equal(
            expected.Select(e => Convert.ToHexString(e.Key) + Convert.ToHexString(e.Value)),
            found.Select(e => Convert.ToHexString(e.Key) + Convert.ToHexString(e.Value)));
    }

    private static void AssertWrites(StateOverlay overlay, Model model, MemoryState state)
    {
        var writes = overlay.Writes();
        Assert.All(writes, w => Assert.Equal(model.Writers[w.Key], w.TransactionIndex));
        state.Apply(writes);
        Assert.Equal(
            model.Entries.Select(e => Convert.ToHexString(e.Key) + "=" + Convert.ToHexString(e.Value)), state.Entries);
    }

    // Few different bytes, so that keys meet, nest and end in 0xff.
    private static byte[] Key(Random random)
    {
        var key = new byte[random.Next(1, 5)];
        for (var i = 0; i < key.Length; i++)
        {
            key[i] = (byte)(random.Next(3) switch { 0 => 1, 1 => 2, _ => i == 0 ? 3 : 255 });
        }

        return key;
    }

    private static byte[] Value(Random random) => [(byte)random.Next(256)];

    private sealed class Model
    {
        public Model(MemoryState state)
            : this(state.Scan(ReadOnlyMemory<byte>.Empty), [])
        {
        }

        private Model(IEnumerable<KeyValuePair<byte[], byte[]>> entries, IEnumerable<KeyValuePair<byte[], int>> writers)
        {
            var order = Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y));
            Entries = new SortedDictionary<byte[], byte[]>(order);
            Writers = new SortedDictionary<byte[], int>(order);
            foreach (var (key, value) in entries)
            {
                Entries.Add(key, value);
            }

            foreach (var (key, value) in writers)
            {
                Writers.Add(key, value);
            }
        }

        public SortedDictionary<byte[], byte[]> Entries { get; }

        public SortedDictionary<byte[], int> Writers { get; }

        public Model Copy() => new(Entries, Writers);
    }
}
