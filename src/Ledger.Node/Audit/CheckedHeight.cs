using Ledger.Primitives;

namespace Ledger.Node.Audit;

/// <summary>What can be said of one height without looking at the others.</summary>
/// <param name="Header">The certified header; null when there is none.</param>
/// <param name="Block">The block; null where blocks are no longer kept, or when it is missing.</param>
/// <param name="Flaw">What is wrong, in one line that names the height; null when nothing is.</param>
internal sealed record CheckedHeight(BlockHeader? Header, Block? Block, string? Flaw);
