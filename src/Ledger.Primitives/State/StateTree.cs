namespace Ledger.Primitives;

/// <summary>
/// The hashing rules of the authenticated world state: a sparse Merkle tree over the 256 bits of SHA-256(key), most
/// significant bit first. A subtree without keys hashes to 32 zero bytes; a subtree with exactly one key is that
/// key's leaf, whatever its depth;
/// any other is an inner node. So the root is a function of the set of entries only (docs/protocol.md, "State tree").
/// </summary>
public static class StateTree
{
    /// <summary>Deepest inner node is one level above 256.</summary>
    public const int DepthMax = 256;

    /// <summary>The place of a key: SHA-256 of its bytes.</summary>
    public static Digest PathOf(ReadOnlySpan<byte> key) => Digest.Of(key);

    /// <summary>SHA-256(0x00 | path | SHA-256(value)).</summary>
    public static Digest LeafHash(Digest path, Digest valueHash)
    {
        Span<byte> input = stackalloc byte[1 + (2 * Digest.Size)];
        input[0] = 0;
        path.CopyTo(input[1..]);
        valueHash.CopyTo(input[(1 + Digest.Size)..]);
        return Digest.Of(input);
    }

    /// <summary>SHA-256(0x01 | left | right); zero when both sides are empty.</summary>
    public static Digest NodeHash(Digest left, Digest right) =>
        left == Digest.Zero && right == Digest.Zero ? Digest.Zero : MerkleTree.NodeHash(left, right);
}
