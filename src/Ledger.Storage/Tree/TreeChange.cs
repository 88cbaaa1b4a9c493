using Ledger.Primitives;

namespace Ledger.Storage.Tree;

/// <summary>One change of the state tree.</summary>
/// <param name="Path">Where the key stands.</param>
/// <param name="ValueHash">SHA-256 of the new value; without meaning for a removal.</param>
/// <param name="IsRemoval">Whether the key goes.</param>
/// <param name="Write">Index of the write that it comes from.</param>
internal readonly record struct TreeChange(Digest Path, Digest ValueHash, bool IsRemoval, int Write = 0)
    : IComparable<TreeChange>
{
    /// <summary>By path.</summary>
    public int CompareTo(TreeChange other) => Path.CompareTo(other.Path);
}
