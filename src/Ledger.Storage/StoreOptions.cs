using Ledger.Primitives;

namespace Ledger.Storage;

/// <summary>
/// Memory and disk bounds of one store. The defaults let several nodes share a small machine: about 64 MiB of cache, 32
/// MiB of write buffers and 20 MiB of tree nodes each.
/// </summary>
public sealed record StoreOptions
{
    /// <summary>
    /// Blocks of table files, their indexes and filters kept in memory, in bytes over all column families; default 64
    /// MiB.
    /// </summary>
    public long BlockCacheBytesMax { get; init; } = 64L << 20;

    /// <summary>Unflushed writes in memory, in bytes over all column families; default 32 MiB.</summary>
    public long WriteBufferBytesMax { get; init; } = 32L << 20;

    /// <summary>
    /// Write-ahead log on disk, in bytes; default 64 MiB. Beyond it the column families that hold the oldest log are
    /// flushed. Should be at least <see cref="WriteBufferBytesMax"/>, or it forces small files.
    /// </summary>
    public long WriteAheadLogBytesMax { get; init; } = 64L << 20;

    /// <summary>Table files kept open; default 256.</summary>
    public int OpenFilesMax { get; init; } = 256;

    /// <summary>Threads that flush and compact; default 2.</summary>
    public int BackgroundJobsMax { get; init; } = 2;

    /// <summary>Nodes of the state tree kept decoded, about 1.2 KiB each; default 16,384.</summary>
    public int TreeNodesMax { get; init; } = 16_384;

    /// <summary>
    /// Incarnation written when <see cref="LedgerStore.Open"/> makes a directory; default 0, which says that the node
    /// has never voted. A node that does not know that passes a random number (docs/adr/0007).
    /// </summary>
    public ulong NewIncarnation { get; init; }

    /// <summary>Runs before each write; only tests set it, to make the disk fail.</summary>
    internal Action? BeforeWrite { get; init; }

    /// <summary>Where a key stands in the state tree. Only tests replace it, to force long common prefixes.</summary>
    internal PathFunction PathOf { get; init; } = StateTree.PathOf;

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
        ArgumentOutOfRangeException.ThrowIfLessThan(TreeNodesMax, 64);
    }
}

/// <summary>Maps a key to its place in the state tree.</summary>
internal delegate Digest PathFunction(ReadOnlySpan<byte> key);
