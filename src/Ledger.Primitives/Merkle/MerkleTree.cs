using System.Security.Cryptography;

namespace Ledger.Primitives;

/// <summary>
/// Merkle tree over an ordered list in the manner of RFC 6962 §2.1: leaf hash SHA-256(0x00 | data), node hash
/// SHA-256(0x01 | left | right), split at the largest power of two below the size, empty list = SHA-256 of nothing.
/// Pure functions; thread safe.
/// </summary>
public static class MerkleTree
{
    /// <summary>Longest possible path, for bounds on untrusted proofs.</summary>
    public const int PathLengthMax = 32;

    /// <summary>Hash of a leaf.</summary>
    public static Digest LeafHash(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[Digest.Size];
        if (data.Length < 1024)
        {
            Span<byte> input = stackalloc byte[data.Length + 1];
            input[0] = 0;
            data.CopyTo(input[1..]);
            SHA256.HashData(input, hash);
            return new Digest(hash);
        }

        using var incremental = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        incremental.AppendData([0]);
        incremental.AppendData(data);
        incremental.GetHashAndReset(hash);
        return new Digest(hash);
    }

    /// <summary>Hash of an inner node.</summary>
    public static Digest NodeHash(Digest left, Digest right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * Digest.Size)];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Digest.Size)..]);
        return Digest.Of(input);
    }

    /// <summary>Root over leaf hashes.</summary>
    public static Digest Root(ReadOnlySpan<Digest> leaves)
    {
        if (leaves.IsEmpty)
        {
            return Digest.Of(default);
        }

        if (leaves.Length == 1)
        {
            return leaves[0];
        }

        var split = SplitPoint(leaves.Length);
        return NodeHash(Root(leaves[..split]), Root(leaves[split..]));
    }

    /// <summary>Audit path of a leaf, from the leaf's sibling up to the root's child (RFC 6962 §2.1.1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public static Digest[] Path(ReadOnlySpan<Digest> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Length);
        var path = new List<Digest>();
        Collect(leaves, index, path);
        return [.. path];
    }

    /// <summary>Whether the leaf hash at <paramref name="index"/> of <paramref name="count"/> leaves leads to the root.</summary>
    public static bool Verify(Digest root, Digest leaf, int index, int count, ReadOnlySpan<Digest> path)
    {
        if (index < 0 || index >= count || path.Length > PathLengthMax)
        {
            return false;
        }

        var used = 0;
        return Fold(leaf, index, count, path, ref used) is { } computed && used == path.Length && computed == root;
    }

    private static Digest? Fold(Digest leaf, int index, int count, ReadOnlySpan<Digest> path, ref int used)
    {
        if (count == 1)
        {
            return leaf;
        }

        var split = SplitPoint(count);
        var below = index < split
            ? Fold(leaf, index, split, path, ref used)
            : Fold(leaf, index - split, count - split, path, ref used);
        if (below == null || used == path.Length)
        {
            return null;
        }

        var sibling = path[used++];
        return index < split ? NodeHash(below.Value, sibling) : NodeHash(sibling, below.Value);
    }

    private static void Collect(ReadOnlySpan<Digest> leaves, int index, List<Digest> path)
    {
        if (leaves.Length == 1)
        {
            return;
        }

        var split = SplitPoint(leaves.Length);
        if (index < split)
        {
            Collect(leaves[..split], index, path);
            path.Add(Root(leaves[split..]));
        }
        else
        {
            Collect(leaves[split..], index - split, path);
            path.Add(Root(leaves[..split]));
        }
    }

    private static int SplitPoint(int count) => 1 << System.Numerics.BitOperations.Log2((uint)(count - 1));
}
