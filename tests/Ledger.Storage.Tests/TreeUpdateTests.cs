using Ledger.Primitives;
using Ledger.Storage.Tree;

namespace Ledger.Storage.Tests;

/// <summary>The tree without a disk, against the naive model.</summary>
public sealed class TreeUpdateTests
{
    /// <summary>
    /// Random batches of writes and removals, on uniform paths and on paths with long common prefixes.
    /// </summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 60)]
    [InlineData(4, 127)]
    [InlineData(5, 248)]
    [InlineData(6, 250)]
    public void RandomBatchesGiveTheModelsRoot(int seed, int commonBits)
    {
        var random = new Random(seed);
        var model = new SortedDictionary<Digest, Digest>();
        var nodes = new MemoryNodes();
        var root = TreeNode.Empty;
        for (var round = 0; round < 90; round++)
        {
            var batch = new SortedDictionary<Digest, TreeChange>();
            for (var i = random.Next(1, 40); i > 0; i--)
            {
                var path = RandomPath(random, commonBits);
                var removes = random.Next(round % 30 > 20 ? 2 : 4) > 0 && random.Next(2) == 0;
                batch[path] = new TreeChange(path, Digest.Of(BitConverter.GetBytes(random.Next(50))), removes);
            }

            using var update = new TreeUpdate(nodes, keepsUndo: true);
            var before = root;
            root = update.Apply(root, batch.Values.ToArray());
            nodes.CheckUndo(before, root, update.Delta, [.. batch.Keys, .. model.Keys.Take(20)]);
            nodes.Apply(update.Delta);
            foreach (var change in batch.Values)
            {
                if (change.IsRemoval)
                {
                    model.Remove(change.Path);
                }
                else
                {
                    model[change.Path] = change.ValueHash;
                }
            }

            Assert.Equal(NaiveTree.Root(model), root.Hash);
            CheckProofs(random, commonBits, model, nodes, root);
        }

        Assert.Equal(model.Count, TreeWalk.CountLeaves(nodes, root, NodeKey.Root));
        Assert.Equal(nodes.Count + 1, nodes.CountReachable(root));

        var removals = model.Keys.Select(p => new TreeChange(p, default, true)).ToArray();
        using var last = new TreeUpdate(nodes, keepsUndo: false);
        Assert.Equal(Digest.Zero, last.Apply(root, removals).Hash);
        nodes.Apply(last.Delta);
        Assert.Equal(0, nodes.Count);
    }

    /// <summary>The order in which keys came does not matter, nor whether one by one or at once.</summary>
    [Fact]
    public void RootDependsOnTheEntriesOnly()
    {
        var random = new Random(7);
        var changes = Enumerable.Range(0, 200)
            .Select(i => new TreeChange(RandomPath(random, 0), Digest.Of(BitConverter.GetBytes(i)), false)).ToArray();
        var nodes = new MemoryNodes();
        var root = TreeNode.Empty;
        foreach (var change in changes)
        {
            using var update = new TreeUpdate(nodes, keepsUndo: false);
            root = update.Apply(root, [change]);
            nodes.Apply(update.Delta);
        }

        Array.Sort(changes);
        using var atOnce = new TreeUpdate(new MemoryNodes(), keepsUndo: false);
        Assert.Equal(atOnce.Apply(TreeNode.Empty, changes).Hash, root.Hash);
    }

    /// <summary>A change that changes nothing touches no node.</summary>
    [Fact]
    public void EqualValueChangesNothing()
    {
        var change = new TreeChange(Digest.Of("a"u8), Digest.Of("b"u8), false);
        using var first = new TreeUpdate(new MemoryNodes(), keepsUndo: true);
        var root = first.Apply(TreeNode.Empty, [change]);
        using var again = new TreeUpdate(new MemoryNodes(), keepsUndo: true);
        Assert.Same(root, again.Apply(root, [change, new TreeChange(Max, default, true)]));
        Assert.Equal(0, again.Delta.Count);
        Assert.All(Enumerable.Range(0, TreeDelta.RootPart + 1), part => Assert.Null(again.Delta.Undo(part)));
    }

    /// <summary>Records survive encoding, and anything else is refused.</summary>
    [Fact]
    public void RecordsRoundTripAndOthersAreRefused()
    {
        var random = new Random(8);
        var builder = new NodeBuilder();
        builder.Start(TreeNode.Empty);
        for (var i = 0; i < 16; i += 2)
        {
            builder.Set(i, TreeSlot.OfInner(RandomPath(random, 0)));
            builder.Set(i + 1, TreeSlot.OfLeaf(new TreeLeaf(RandomPath(random, 0), RandomPath(random, 0))));
        }

        builder.Set(4, default);
        var root = builder.Build();
        var bytes = root.Encode(new byte[TreeNode.SizeMax]).ToArray();
        var decoded = TreeNode.TryDecode(bytes);
        Assert.NotNull(decoded);
        Assert.Equal(root.Hash, decoded.Hash);
        Assert.Equal(bytes, decoded.Encode(new byte[TreeNode.SizeMax]).ToArray());
        Assert.Null(TreeNode.TryDecode(bytes.AsSpan(0, bytes.Length - 1)));
        Assert.Null(TreeNode.TryDecode([.. bytes, 0]));
        Assert.Null(TreeNode.TryDecode([]));
        Assert.Null(TreeNode.TryDecode([0, 0, 1, 0]));
    }

    /// <summary>Two keys in one place cannot happen with SHA-256; if it did, the tree says so.</summary>
    [Fact]
    public void TwoChangesOfOnePathAreRefused()
    {
        var change = new TreeChange(Max, Max, false);
        Assert.Throws<ArgumentException>(
            () =>
            {
                using var update = new TreeUpdate(new MemoryNodes(), keepsUndo: false);
                update.Apply(TreeNode.Empty, [change, change]);
            });
    }

    /// <summary>The cache never holds more than its bound, and keeps what is used.</summary>
    [Fact]
    public void CacheIsBoundedAndKeepsWhatIsUsed()
    {
        var random = new Random(9);
        const int EntryBytes = 112;
        var bytesMax = 64L * (EntryBytes + TreeNode.Empty.MemoryBytes);
        var cache = new NodeCache(bytesMax);
        var hot = NodeKey.Of(Max, 7);
        cache.Put(hot, TreeNode.Empty);
        var keys = Enumerable.Range(0, 1000).Select(_ => NodeKey.Of(RandomPath(random, 0), 20)).ToArray();
        foreach (var key in keys)
        {
            Assert.NotNull(cache.Find(hot));
            cache.Put(key, TreeNode.Empty);
            Assert.InRange(cache.Bytes, 1, bytesMax);
        }

        Assert.Equal(63, keys.Count(k => cache.Find(k) != null));
        cache.Put(hot, null);
        Assert.Null(cache.Find(hot));
        foreach (var key in keys)
        {
            cache.Put(key, null);
        }

        Assert.Equal(0, cache.Bytes);
    }

    private static Digest Max => new(Enumerable.Repeat((byte)0xFF, 32).ToArray());

    private static void CheckProofs(
        Random random, int commonBits, SortedDictionary<Digest, Digest> model, MemoryNodes nodes, TreeNode root)
    {
        var present = model.Keys.Skip(random.Next(Math.Max(1, model.Count))).Take(3);
        foreach (var path in present.Append(RandomPath(random, commonBits)).Append(RandomPath(random, 0)))
        {
            var proof = TreeWalk.Prove(nodes, root, path);
            var value = model.TryGetValue(path, out var hash) ? hash : (Digest?)null;
            Assert.True(NaiveTree.Verify(proof, root.Hash, path, value));
            Assert.False(NaiveTree.Verify(proof, root.Hash, path, Digest.Of("other"u8)));
        }
    }

    /// <summary>
    /// Random behind a number of equal bits; few bits behind them make collisions of whole paths, which is meant.
    /// </summary>
    private static Digest RandomPath(Random random, int commonBits)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        for (var bit = 0; bit < commonBits; bit++)
        {
            bytes[bit >> 3] = (byte)(bytes[bit >> 3] & ~(0x80 >> (bit & 7)) | (bit % 3 == 0 ? 0x80 >> (bit & 7) : 0));
        }

        return new Digest(bytes);
    }

    private sealed class MemoryNodes : INodeSource
    {
        private readonly Dictionary<NodeKey, TreeNode> _nodes;

        public MemoryNodes(Dictionary<NodeKey, TreeNode>? nodes = null) => _nodes = nodes ?? [];

        public int Count => _nodes.Count;

        public TreeNode Load(in NodeKey key, in Digest expected)
        {
            // Through bytes, as from a disk.
            var node = TreeNode.TryDecode(_nodes[key].Encode(new byte[TreeNode.SizeMax]))!;
            Assert.Equal(expected, node.Hash);
            return node;
        }

        /// <summary>Every path leads back to the node before, over the new nodes.</summary>
        public void CheckUndo(TreeNode before, TreeNode after, TreeDelta delta, Digest[] paths)
        {
            var old = new Dictionary<NodeKey, TreeNode>(_nodes);
            Apply(delta);
            foreach (var path in paths)
            {
                var past = new PastNodes(this, after, path);
                foreach (var part in (int[])[NodeKey.Nibble(path, 0), TreeDelta.RootPart])
                {
                    Assert.True(UndoRecord.TryApply(delta.Undo(part), path, past.NodeAt));
                }

                Assert.Equal(before.Hash, past.Build().Hash);
                var expected = TreeWalk.Prove(new MemoryNodes(old), before, path);
                var proof = TreeWalk.Prove(past, past.Root, path);
                Assert.Equal(expected.Siblings, proof.Siblings);
                Assert.Equal(expected.OtherLeafPath, proof.OtherLeafPath);
            }

            _nodes.Clear();
            foreach (var (key, node) in old)
            {
                _nodes.Add(key, node);
            }
        }

        public void Apply(TreeDelta delta)
        {
            foreach (var (key, node) in Enumerable.Range(0, TreeNode.Width).SelectMany(b => delta.Branch(b) ?? []))
            {
                if (node == null)
                {
                    Assert.True(_nodes.Remove(key));
                }
                else
                {
                    _nodes[key] = node;
                }
            }
        }

        public int CountReachable(TreeNode root) => root.IsEmpty ? 0 : 1 + CountBelow(root, NodeKey.Root);

        private int CountBelow(TreeNode node, NodeKey key)
        {
            var count = 0;
            for (var i = 0; i < TreeNode.Width; i++)
            {
                var slot = node.Slot(i);
                if (slot.IsInner)
                {
                    count += 1 + CountBelow(Load(key.Child(i), slot.Hash), key.Child(i));
                }
            }

            return count;
        }
    }
}
