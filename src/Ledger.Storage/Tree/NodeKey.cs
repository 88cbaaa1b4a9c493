using System.Buffers.Binary;
using Ledger.Primitives;

namespace Ledger.Storage.Tree;

/// <summary>
/// Where a node stands: the first <see cref="Depth"/> nibbles (groups of four bits) of every path below it. On disk:
/// depth u8, then the nibbles packed two a byte, the last one padded with zero.
/// </summary>
internal readonly struct NodeKey : IEquatable<NodeKey>, IComparable<NodeKey>
{
    /// <summary>Nibbles in a path.</summary>
    public const int DepthMax = 2 * Digest.Size;

    /// <summary>Bytes of the longest key on disk.</summary>
    public const int SizeMax = 1 + Digest.Size;

    private readonly Digest _prefix;

    private NodeKey(Digest prefix, int depth)
    {
        _prefix = prefix;
        Depth = depth;
    }

    /// <summary>The top of the tree.</summary>
    public static NodeKey Root => default;

    /// <summary>Nibbles above the node.</summary>
    public int Depth { get; }

    /// <summary>The branch of the root it belongs to: the first nibble; of no meaning for the root.</summary>
    public int Branch => _prefix.AsSpan()[0] >> 4;

    /// <summary>The node at a depth above a path.</summary>
    public static NodeKey Of(in Digest path, int depth)
    {
        Span<byte> prefix = stackalloc byte[Digest.Size];
        prefix.Clear();
        path.AsSpan()[..(depth / 2)].CopyTo(prefix);
        if ((depth & 1) != 0)
        {
            prefix[depth / 2] = (byte)(path.AsSpan()[depth / 2] & 0xF0);
        }

        return new NodeKey(new Digest(prefix), depth);
    }

    /// <summary>The node one level down.</summary>
    public NodeKey Child(int direction)
    {
        Span<byte> prefix = stackalloc byte[Digest.Size];
        _prefix.CopyTo(prefix);
        prefix[Depth / 2] |= (byte)((Depth & 1) == 0 ? direction << 4 : direction);
        return new NodeKey(new Digest(prefix), Depth + 1);
    }

    /// <summary>Nibble <paramref name="depth"/> of a path, the most significant first.</summary>
    public static int Nibble(in Digest path, int depth)
    {
        var both = path.AsSpan()[depth >> 1];
        return (depth & 1) == 0 ? both >> 4 : both & 15;
    }

    /// <summary>Writes the key as it is on disk.</summary>
    /// <param name="destination">At least <see cref="SizeMax"/> bytes.</param>
    /// <returns>The written part.</returns>
    public ReadOnlySpan<byte> Write(Span<byte> destination)
    {
        var size = (Depth + 1) / 2;
        destination[0] = (byte)Depth;
        _prefix.AsSpan()[..size].CopyTo(destination[1..]);
        return destination[..(1 + size)];
    }

    /// <inheritdoc/>
    public bool Equals(NodeKey other) => Depth == other.Depth && _prefix == other._prefix;

    /// <summary>The order on disk.</summary>
    public int CompareTo(NodeKey other)
    {
        var byDepth = Depth.CompareTo(other.Depth);
        return byDepth != 0 ? byDepth : _prefix.CompareTo(other._prefix);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NodeKey other && Equals(other);

    /// <summary>Paths are uniform, so the first nibbles and the depth tell nodes apart.</summary>
    public override int GetHashCode()
    {
        var first = BinaryPrimitives.ReadUInt64BigEndian(_prefix.AsSpan());
        return unchecked((int)(((first >> 32) ^ (first << 7) ^ (ulong)Depth) * 0x9E3779B1));
    }

    /// <summary>Depth and nibbles, for messages.</summary>
    public override string ToString() => $"{_prefix.ToString()[..Depth]}/{Depth}";
}
