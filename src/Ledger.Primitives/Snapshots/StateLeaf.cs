namespace Ledger.Primitives;

/// <summary>A key's place in the state tree and the hash of its leaf.</summary>
/// <param name="Path">SHA-256 of the key.</param>
/// <param name="ValueHash">SHA-256 of the value.</param>
internal readonly record struct StateLeaf(Digest Path, Digest ValueHash)
{
    /// <summary>The leaf of an entry.</summary>
    public static StateLeaf Of(SnapshotEntry entry) => new(StateTree.PathOf(entry.Key), Digest.Of(entry.Value));

    /// <summary>Hash of the leaf.</summary>
    public Digest Hash => StateTree.LeafHash(Path, ValueHash);

    /// <summary>Hash of the subtree that holds exactly these leaves.</summary>
    /// <param name="leaves">Ascending by path, each path once, all with the same first bits.</param>
    /// <param name="depth">How many.</param>
    public static Digest SubtreeHash(ReadOnlySpan<StateLeaf> leaves, int depth)
    {
        if (leaves.Length <= 1)
        {
            return leaves.IsEmpty ? Digest.Zero : leaves[0].Hash;
        }

        var ones = FirstOne(leaves, depth);
        return MerkleTree.NodeHash(
            SubtreeHash(leaves[..ones], depth + 1), SubtreeHash(leaves[ones..], depth + 1));
    }

    /// <summary>Index of the first leaf whose bit at a depth is 1.</summary>
    public static int FirstOne(ReadOnlySpan<StateLeaf> leaves, int depth)
    {
        var (low, high) = (0, leaves.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (leaves[middle].Path.Bit(depth) == 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
