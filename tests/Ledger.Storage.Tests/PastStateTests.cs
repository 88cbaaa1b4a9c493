using System.Globalization;
using Ledger.Primitives;
using Ledger.Storage.Interop;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>State of earlier heights, against a model that keeps every state whole.</summary>
public sealed class PastStateTests
{
    private const int Keys = 120;

    /// <summary>
    /// Random blocks, reopened and pruned now and then, with paths as they are and with long common prefixes: at every
    /// retained height each key's value and proof are the model's, under that height's header.
    /// </summary>
    [Theory]
    [InlineData(1, 0, 25, 131_072)]
    [InlineData(2, 9, 1_000, 64)]
    [InlineData(3, 30, 40, 64)]
    public void EveryRetainedHeightIsTheModels(int seed, int commonBytes, int retained, int unwritten)
    {
        using var directory = new TestDirectory();
        var random = new Random(seed);
        var options = new StoreOptions
        {
            TreeNodeBytesMax = 64 << 10, RetainedStateHeights = retained, UnwrittenTreeNodesMax = unwritten,
            PathOf = key => Prefixed(key, commonBytes),
        };
        var states = new List<SortedDictionary<string, string>> { new(StringComparer.Ordinal) };
        var store = directory.Open(options);
        try
        {
            for (var height = 1; height <= 150; height++)
            {
                var state = new SortedDictionary<string, string>(states[^1], StringComparer.Ordinal);
                Commit(store, NextWrites(random, state, height));
                states.Add(state);
                if (random.Next(30) == 0)
                {
                    store.Dispose();
                    store = directory.Open(options);
                }

                if (height % 10 == 0)
                {
                    Check(store, states, random, commonBytes);
                }
            }

            Assert.Equal((ulong)Math.Max(0, 150 - retained), store.LowestProvableState.Value);
            store.PruneHistory(new SequenceNumber(130));
            Assert.Equal(130UL, store.LowestProvableState.Value);
            Check(store, states, random, commonBytes);
        }
        finally
        {
            store.Dispose();
        }
    }

    /// <summary>What a kill leaves, with and without what was not in the log, is taken up where it was.</summary>
    [Fact]
    public void CopyOfAnOpenStoreHasTheSameTree()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        for (var height = 1UL; height <= 50; height++)
        {
            Commit(store, WritesAt(height));
            if (height == 20)
            {
                store.Database.Flush(ColumnFamily.Tree);
            }

            using var copy = directory.Copy();
            using var again = copy.Open();
            Assert.Equal(store.StateRoot, again.StateRoot);
            again.VerifyIntegrity();
            var key = WritesAt(height)[0].Key;
            var past = new SequenceNumber(height / 2);
            Assert.Equal(store.ReadAt(key, past)!.Value, again.ReadAt(key, past)!.Value);
        }
    }

    /// <summary>A store that keeps the head only, and one that begins to keep more.</summary>
    [Fact]
    public void RetentionBeginsWhereItIsTurnedOn()
    {
        using var directory = new TestDirectory();
        using (var store = directory.Open(new StoreOptions { RetainedStateHeights = 0 }))
        {
            for (var height = 1UL; height <= 5; height++)
            {
                Commit(store, WritesAt(height));
            }

            Assert.Equal(5UL, store.LowestProvableState.Value);
            Assert.NotNull(store.ReadAt(Key("000"), new SequenceNumber(5)));
            Assert.Null(store.ReadAt(Key("000"), new SequenceNumber(4)));
        }

        using var later = directory.Open();
        Commit(later, WritesAt(6));
        Assert.Equal(5UL, later.LowestProvableState.Value);
        var read = later.ReadAt(WritesAt(6)[0].Key, new SequenceNumber(5))!;
        Assert.True(read.Proof.Verify(read.Header!.StateRoot, WritesAt(6)[0].Key, read.Value));
        Assert.Null(later.ReadAt(Key("000"), new SequenceNumber(4)));
        Assert.Null(later.ReadAt(Key("000"), new SequenceNumber(7)));
    }

    /// <summary>What each block wrote, and the genesis state.</summary>
    [Fact]
    public void WritesOfABlock()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        store.CommitGenesis(Writes(("a", "0"), ("b", "0")));
        Commit(store, Writes(("a", "1"), ("b", null), ("c", "")));
        Commit(store);
        string[] Of(ulong height) => [.. store.WritesOf(new SequenceNumber(height))!.Select(w => string.Create(
            CultureInfo.InvariantCulture,
            $"{(char)w.Key[^1]}={(w.Value == null ? "-" : System.Text.Encoding.UTF8.GetString(w.Value))}@{w.Index}"))];
        Assert.Equal(["a=0@0", "b=0@1"], Of(0));
        Assert.Equal(["a=1@0", "b=-@1", "c=@2"], Of(1));
        Assert.Empty(Of(2));
        Assert.Null(store.WritesOf(new SequenceNumber(3)));
        Assert.Equal(new HistoricalValue(null, new SequenceNumber(1), 1), store.ValueAt(Key("b"), store.Height));
        Assert.Equal(default(HistoricalValue), store.ValueAt(Key("d"), store.Height));
        Assert.Null(store.ValueAt(Key("a"), new SequenceNumber(3)));
        var genesis = store.ReadAt(Key("b"), default)!;
        Assert.Null(genesis.Header);
        Assert.Equal(Value("0"), genesis.Value);
        store.PruneHistory(new SequenceNumber(2));
        Assert.Null(store.WritesOf(new SequenceNumber(1)));
        Assert.Null(store.ValueAt(Key("a"), new SequenceNumber(1)));
        Assert.Equal(Value("1"), store.ValueAt(Key("a"), new SequenceNumber(2))!.Value.Value);
    }

    /// <summary>The short way to SHA-256 gives what .NET gives, at every length around its bounds.</summary>
    [Fact]
    public void ShortHashesAreSha256()
    {
        var bytes = new byte[1_100];
        new Random(3).NextBytes(bytes);
        for (var size = 0; size <= bytes.Length; size++)
        {
            Assert.Equal(Digest.Of(bytes.AsSpan(0, size)), Sha256.Of(bytes.AsSpan(0, size)));
        }

        var (left, right) = (Digest.Of([1]), Digest.Of([2]));
        Assert.Equal(MerkleTree.NodeHash(left, right), Sha256.OfNode(left, right));
        Assert.Equal(StateTree.LeafHash(left, right), Sha256.OfLeaf(left, right));
    }

    private static StateWrite[] NextWrites(Random random, SortedDictionary<string, string> state, int height)
    {
        var writes = new Dictionary<string, StateWrite>();
        var removes = height % 40 > 28;
        for (var i = random.Next(0, 25); i > 0; i--)
        {
            var name = random.Next(Keys).ToString("d3", CultureInfo.InvariantCulture);
            if (random.Next(removes ? 2 : 4) == 0)
            {
                state.Remove(name);
                writes[name] = new StateWrite(Key(name), null, i);
            }
            else
            {
                state[name] = string.Create(CultureInfo.InvariantCulture, $"{height}:{i}");
                writes[name] = new StateWrite(Key(name), Value(state[name]), i);
            }
        }

        return Sorted(writes.Values);
    }

    private static void Check(
        LedgerStore store, List<SortedDictionary<string, string>> states, Random random, int commonBytes)
    {
        for (var height = store.LowestProvableState; height <= store.Height; height = height.Next)
        {
            var root = store.ReadHeader(height)?.StateRoot ?? Digest.Zero;
            for (var i = random.Next(9); i < Keys; i += 9)
            {
                var name = i.ToString("d3", CultureInfo.InvariantCulture);
                var expected = states[(int)height.Value].TryGetValue(name, out var text) ? Value(text) : null;
                var read = store.ReadAt(Key(name), height)!;
                Assert.Equal(expected, read.Value);
                Assert.Equal(height.Value, read.Header?.Height.Value ?? 0);
                Digest? valueHash = expected == null ? null : Digest.Of(expected);
                Assert.True(NaiveTree.Verify(read.Proof, root, Prefixed(Key(name), commonBytes), valueHash));
                Assert.Equal(expected, store.ValueAt(Key(name), height)!.Value.Value);
            }
        }

        if (store.LowestProvableState.Value > 0)
        {
            Assert.Null(store.ReadAt(Key("001"), new SequenceNumber(store.LowestProvableState.Value - 1)));
        }
    }

    private static Digest Prefixed(ReadOnlySpan<byte> key, int commonBytes)
    {
        var path = StateTree.PathOf(key).ToArray();
        path.AsSpan(0, commonBytes).Fill(0x5A);
        return new Digest(path);
    }
}
