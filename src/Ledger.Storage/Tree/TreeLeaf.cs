using Ledger.Primitives;

namespace Ledger.Storage.Tree;

/// <summary>A key's entry in the state tree.</summary>
/// <param name="Path">Where the key stands.</param>
/// <param name="ValueHash">SHA-256 of its value.</param>
internal readonly record struct TreeLeaf(Digest Path, Digest ValueHash);
