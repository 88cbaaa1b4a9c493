namespace Ledger.Primitives;

/// <summary>
/// Proof that a key has a value, or is absent, under a state root. <see cref="Siblings"/> run from the root's child
/// downwards. The path ends
/// in the key's own leaf (inclusion), in an empty subtree, or in another key's leaf that stands alone there (absence).
/// </summary>
/// <param name="Siblings">Hash of the other subtree at each level, root first; at most 256.</param>
/// <param name="OtherLeafPath">For absence shown by another leaf: that leaf's path; otherwise null.</param>
/// <param name="OtherLeafValueHash">With <paramref name="OtherLeafPath"/>: SHA-256 of that leaf's value.</param>
public sealed record StateProof(IReadOnlyList<Digest> Siblings, Digest? OtherLeafPath, Digest OtherLeafValueHash)
{
    /// <summary>Whether the proof shows that <paramref name="key"/> has <paramref name="value"/> (null: is absent).</summary>
    public bool Verify(Digest root, ReadOnlySpan<byte> key, byte[]? value)
    {
        var path = StateTree.PathOf(key);
        if (Siblings.Count > StateTree.DepthMax || Terminal(path, value) is not { } hash)
        {
            return false;
        }

        for (var depth = Siblings.Count - 1; depth >= 0; depth--)
        {
            hash = path.Bit(depth) == 0
                ? MerkleTree.NodeHash(hash, Siblings[depth])
                : MerkleTree.NodeHash(Siblings[depth], hash);
        }

        return hash == root;
    }

    private Digest? Terminal(Digest path, byte[]? value)
    {
        if (value != null)
        {
            return OtherLeafPath == null ? StateTree.LeafHash(path, Digest.Of(value)) : null;
        }

        if (OtherLeafPath is not { } other)
        {
            return Digest.Zero;
        }

        if (other == path)
        {
            return null;
        }

        // The other leaf only excludes the key when it stands on the key's own path.
        for (var depth = 0; depth < Siblings.Count; depth++)
        {
            if (other.Bit(depth) != path.Bit(depth))
            {
                return null;
            }
        }

        return StateTree.LeafHash(other, OtherLeafValueHash);
    }
}
