using Ledger.Primitives;
using Ledger.Storage.Tree;

namespace Ledger.Storage.Tests;

/// <summary>A tree built in one pass is the tree that updates make.</summary>
public sealed class TreeBuilderTests
{
    /// <summary>
    /// Same root as the naive model, same nodes as an update, also of paths with long common prefixes.
    /// </summary>
    [Fact]
    public void SameTreeAsByUpdates()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var leaves = new SortedDictionary<Digest, Digest>();
            for (var count = random.Next(0, round < 20 ? 3 : 60); count > 0; count--)
            {
                var path = new byte[Digest.Size];
                random.NextBytes(path.AsSpan(random.Next(0, Digest.Size)));
                path[^1] = (byte)random.Next(4);
                leaves[new Digest(path)] = Digest.Of(path);
            }

            var nodes = new Dictionary<NodeKey, TreeNode?>();
            using var next = leaves.GetEnumerator();
            var root = new TreeBuilder(
                () => next.MoveNext() ? new TreeLeaf(next.Current.Key, next.Current.Value) : null,
                nodes.Add).Build();
            Assert.Equal(NaiveTree.Root(leaves), root);
            using var update = new TreeUpdate(new NoNodes(), keepsUndo: false);
            update.Apply(TreeNode.Empty, leaves.Select(l => new TreeChange(l.Key, l.Value, false)).ToArray());
            Assert.Equal(
                Enumerable.Range(0, TreeNode.Width).SelectMany(b => update.Delta.Branch(b) ?? [])
                    .Select(n => (n.Key.ToString(), n.Value!.Hash)).Order(),
                nodes.Where(n => n.Key.Depth > 0).Select(n => (n.Key.ToString(), n.Value!.Hash)).Order());
        }
    }

    private sealed class NoNodes : INodeSource
    {
        public TreeNode Load(in NodeKey key, in Digest expected) =>
            throw new InvalidOperationException("nothing is stored");
    }
}
