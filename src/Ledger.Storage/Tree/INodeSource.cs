using Ledger.Primitives;

namespace Ledger.Storage.Tree;

/// <summary>Where nodes of a tree come from.</summary>
internal interface INodeSource
{
    /// <summary>The node at a place, checked to have the hash that its parent expects.</summary>
    /// <exception cref="StorageException">There is none, or another.</exception>
    TreeNode Load(in NodeKey key, in Digest expected);
}
