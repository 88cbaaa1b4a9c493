using System.Numerics;
using Ledger.Primitives;

namespace Ledger.Storage.Tree;

/// <summary>
/// Four levels of the binary state tree in one record: 16 directions and the hashes above them. A node other than
/// the root has at least two keys below it; a direction with one key holds that key's leaf. Immutable; made by
/// <see cref="NodeBuilder"/>. Memory holds only the hashes that are neither zero nor a lone leaf's.
/// </summary>
internal sealed partial class TreeNode
{
    /// <summary>Directions.</summary>
    public const int Width = 16;

    /// <summary>The root of a tree without keys.</summary>
    public static readonly TreeNode Empty = new([], 0, 0, 0);

    // The inner hashes by heap index, the hashes of the occupied directions, then path and value hash of each leaf.
    // Heap order: 1 is the top, the children of i are 2i and 2i+1, 16 to 31 are the directions.
    private readonly Digest[] _digests;
    private readonly ushort _occupied;
    private readonly ushort _leafMask;
    private readonly ushort _innerMask;

    /// <summary>Takes the array.</summary>
    internal TreeNode(Digest[] digests, int occupied, int leafMask, int innerMask)
    {
        _digests = digests;
        _occupied = (ushort)occupied;
        _leafMask = (ushort)leafMask;
        _innerMask = (ushort)innerMask;
    }

    /// <summary>Hash of the subtree.</summary>
    public Digest Hash => HashAt(1);

    /// <summary>Whether no key stands below.</summary>
    public bool IsEmpty => _occupied == 0;

    /// <summary>Whether exactly one key stands below.</summary>
    public bool IsSingleLeaf => IsLeafAt(1);

    /// <summary>Directions below which keys stand, direction 0 the lowest bit.</summary>
    public int Occupied => _occupied;

    /// <summary>Directions with a single key.</summary>
    public int LeafMask => _leafMask;

    /// <summary>Bytes of memory: the object, and its array of hashes.</summary>
    public int MemoryBytes => 56 + (Digest.Size * _digests.Length);

    private int InnerCount => BitOperations.PopCount(_innerMask);

    private int SlotCount => BitOperations.PopCount(_occupied);

    /// <summary>What stands in a direction.</summary>
    public TreeSlot Slot(int direction)
    {
        var bit = 1 << direction;
        if ((_occupied & bit) == 0)
        {
            return default;
        }

        ref readonly var hash = ref _digests[SlotIndex(bit)];
        return (_leafMask & bit) != 0 ? TreeSlot.OfLeaf(Leaf(bit), hash) : TreeSlot.OfInner(hash);
    }

    /// <summary>The only leaf of a node for which <see cref="IsSingleLeaf"/> holds.</summary>
    public TreeSlot SingleLeaf() => Slot(BitOperations.TrailingZeroCount((int)_occupied));

    /// <summary>Hash at a place of the heap.</summary>
    public Digest HashAt(int heapIndex)
    {
        if (heapIndex < Width && (_innerMask & (1 << heapIndex)) != 0)
        {
            return _digests[BitOperations.PopCount((uint)(_innerMask & ((1 << heapIndex) - 1)))];
        }

        var below = _occupied & RangeMask(heapIndex);
        return below == 0 ? Digest.Zero : _digests[SlotIndex(below)];
    }

    /// <summary>Whether no key stands below a place of the heap.</summary>
    public bool IsEmptyAt(int heapIndex) => (_occupied & RangeMask(heapIndex)) == 0;

    /// <summary>Whether exactly one key stands below a place of the heap.</summary>
    public bool IsLeafAt(int heapIndex)
    {
        var below = _occupied & RangeMask(heapIndex);
        return BitOperations.IsPow2(below) && (below & _leafMask) != 0;
    }

    /// <summary>The leaf below a place of the heap for which <see cref="IsLeafAt"/> holds.</summary>
    public TreeLeaf LeafAt(int heapIndex) => Leaf(_occupied & RangeMask(heapIndex));

    /// <summary>Which directions stand below a place of the heap.</summary>
    internal static int RangeMask(int heapIndex)
    {
        var level = BitOperations.Log2((uint)heapIndex);
        var width = Width >> level;
        return ((1 << width) - 1) << ((heapIndex - (1 << level)) * width);
    }

    private TreeLeaf Leaf(int bit)
    {
        var index = InnerCount + SlotCount + (2 * BitOperations.PopCount((uint)(_leafMask & (bit - 1))));
        return new TreeLeaf(_digests[index], _digests[index + 1]);
    }

    private int SlotIndex(int bit) => InnerCount + BitOperations.PopCount((uint)(_occupied & (bit - 1)));
}
