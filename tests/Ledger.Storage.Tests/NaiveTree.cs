using Ledger.Primitives;
using Ledger.Storage.Tree;

namespace Ledger.Storage.Tests;

/// <summary>
/// The state tree's rules, written down as plainly as possible, over an ordered map from path to value hash.
/// </summary>
internal static class NaiveTree
{
    /// <summary>The root.</summary>
    public static Digest Root(SortedDictionary<Digest, Digest> leaves) =>
        Hash([.. leaves.Select(l => new TreeLeaf(l.Key, l.Value))], 0);

    /// <summary>
    /// Whether a proof shows what the path ends in, with the path given rather than computed from a key.
    /// </summary>
    public static bool Verify(StateProof proof, Digest root, Digest path, Digest? valueHash)
    {
        Digest hash;
        if (valueHash is { } present)
        {
            hash = StateTree.LeafHash(path, present);
        }
        else if (proof.OtherLeafPath is { } other)
        {
            if (other == path || Enumerable.Range(0, proof.Siblings.Count).Any(d => other.Bit(d) != path.Bit(d)))
            {
                return false;
            }

            hash = StateTree.LeafHash(other, proof.OtherLeafValueHash);
        }
        else
        {
            hash = Digest.Zero;
        }

        for (var depth = proof.Siblings.Count - 1; depth >= 0; depth--)
        {
            hash = path.Bit(depth) == 0
                ? MerkleTree.NodeHash(hash, proof.Siblings[depth])
                : MerkleTree.NodeHash(proof.Siblings[depth], hash);
        }

        return hash == root;
    }

    private static Digest Hash(List<TreeLeaf> leaves, int depth)
    {
        if (leaves.Count == 0)
        {
            return Digest.Zero;
        }

        if (leaves.Count == 1)
        {
            return StateTree.LeafHash(leaves[0].Path, leaves[0].ValueHash);
        }

        return MerkleTree.NodeHash(
            Hash(leaves.FindAll(l => l.Path.Bit(depth) == 0), depth + 1),
            Hash(leaves.FindAll(l => l.Path.Bit(depth) == 1), depth + 1));
    }
}
