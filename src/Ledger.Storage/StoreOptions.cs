using Ledger.Primitives;
using Ledger.Storage.Interop;

namespace Ledger.Storage;

/// <summary>
/// Memory and disk bounds of one store. Nothing else of it grows with the ledger, so the defaults bound a node to about
/// 128 MiB of cache, 128 MiB of write buffers and 200 MiB of tree nodes, each used only as far as the ledger fills it.
/// </summary>
public sealed record StoreOptions
{
    /// <summary>
    /// Blocks of table files, their indexes and filters kept in memory, in bytes over all column families; default 128
    /// MiB.
    /// </summary>
    public long BlockCacheBytesMax { get; init; } = 128L << 20;

    /// <summary>Unflushed writes in memory, in bytes over all column families; default 128 MiB.</summary>
    public long WriteBufferBytesMax { get; init; } = 128L << 20;

    /// <summary>
    /// Write-ahead log on disk, in bytes; default 256 MiB. Beyond it the column families that hold the oldest log are
    /// flushed. Should be at least <see cref="WriteBufferBytesMax"/>, or it forces small files.
    /// </summary>
    public long WriteAheadLogBytesMax { get; init; } = 256L << 20;

    /// <summary>Table files kept open; default 256.</summary>
    public int OpenFilesMax { get; init; } = 256;

    /// <summary>Threads that flush and compact; default 2.</summary>
    public int BackgroundJobsMax { get; init; } = 2;

    /// <summary>
    /// Nodes of the state tree kept decoded, in bytes, 0.3 to 1.2 KiB each; default 192 MiB: nearly all of the 340,000
    /// that a state of a million keys has, the upper five of the six or seven levels of one of ten million.
    /// </summary>
    public long TreeNodeBytesMax { get; init; } = 192L << 20;

    /// <summary>
    /// Changed tree nodes that wait in memory to be written, at most about this many, older versions of the same
    /// included; default 65,536. A block writes one of 16 branches of the tree, and more of them beyond this bound.
    /// </summary>
    public int UnwrittenTreeNodesMax { get; init; } = 65_536;

    /// <summary>
    /// Heights below the head at which keys can be proven (<see cref="LedgerStore.ReadAt"/>); 0: at the head only.
    /// Default 1,024.
    /// </summary>
    public int RetainedStateHeights { get; init; } = 1_024;

    /// <summary>
    /// Incarnation written when <see cref="LedgerStore.Open"/> makes a directory; default 0, which says that the node
    /// has never voted. A node that does not know that passes a random number (docs/adr/0007).
    /// </summary>
    public ulong NewIncarnation { get; init; }

    /// <summary>Runs before each write; only tests set it, to make the disk fail.</summary>
    internal Action? BeforeWrite { get; init; }

    /// <summary>Where a key stands in the state tree. Only tests replace it, to force long common prefixes.</summary>
    internal PathFunction PathOf { get; init; } = Sha256.Of;

    /// <summary>Checks the bounds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A bound is too small to work with, or cannot be passed on.
    /// </exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockCacheBytesMax, 1L << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(WriteBufferBytesMax, 1L << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(WriteAheadLogBytesMax, 1L << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(OpenFilesMax, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(BackgroundJobsMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(TreeNodeBytesMax, 64L << 10);
        ArgumentOutOfRangeException.ThrowIfLessThan(UnwrittenTreeNodesMax, 64);
        ArgumentOutOfRangeException.ThrowIfNegative(RetainedStateHeights);
    }
}

/// <summary>Maps a key to its place in the state tree.</summary>
internal delegate Digest PathFunction(ReadOnlySpan<byte> key);
