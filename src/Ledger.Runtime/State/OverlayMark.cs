namespace Ledger.Runtime;

/// <summary>A moment to which an overlay can go back.</summary>
/// <param name="JournalCount">Writes noted since the last commit.</param>
/// <param name="Bytes">Bytes charged to the block.</param>
internal readonly record struct OverlayMark(int JournalCount, long Bytes);
