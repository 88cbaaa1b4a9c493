using Ledger.Primitives;
using Ledger.Storage.Interop;

namespace Ledger.Storage.Tree;

/// <summary>
/// What stands below a node in one of its 16 directions: nothing, a single leaf, or a subtree with a node of its own.
/// </summary>
internal readonly struct TreeSlot
{
    private TreeSlot(Digest hash, TreeLeaf leaf, bool isLeaf)
    {
        Hash = hash;
        Leaf = leaf;
        IsLeaf = isLeaf;
    }

    /// <summary>The subtree's hash; zero when empty.</summary>
    public Digest Hash { get; }

    /// <summary>The leaf, when it is one.</summary>
    public TreeLeaf Leaf { get; }

    /// <summary>Whether exactly one key stands below.</summary>
    public bool IsLeaf { get; }

    /// <summary>Whether no key stands below.</summary>
    public bool IsEmpty => Hash == Digest.Zero;

    /// <summary>Whether two or more keys stand below.</summary>
    public bool IsInner => !IsLeaf && !IsEmpty;

    /// <summary>A single leaf; computes its hash.</summary>
    public static TreeSlot OfLeaf(TreeLeaf leaf) => new(Sha256.OfLeaf(leaf.Path, leaf.ValueHash), leaf, true);

    /// <summary>A single leaf whose hash is known.</summary>
    public static TreeSlot OfLeaf(TreeLeaf leaf, Digest hash) => new(hash, leaf, true);

    /// <summary>A subtree with a node of its own.</summary>
    public static TreeSlot OfInner(Digest hash) => new(hash, default, false);
}
