using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>Limits and timers of a replica. Immutable. Those marked "network" must be equal on all replicas.</summary>
public sealed record ReplicaOptions
{
    /// <summary>Upper bound of <see cref="WindowSize"/>; bounds every certificate list in a message.</summary>
    public const int WindowSizeMax = 1024;

    /// <summary>Which replica this is.</summary>
    public required ReplicaId Self { get; init; }

    /// <summary>Who votes.</summary>
    public required Membership Membership { get; init; }

    /// <summary>SHA-256 of the genesis file.</summary>
    public required Digest ChainId { get; init; }

    /// <summary>
    /// Most transactions in a batch. Network. Default 1000, at most <see cref="Batch.TransactionsMax"/>.
    /// </summary>
    public int BatchTransactionsMax { get; init; } = 1000;

    /// <summary>
    /// Most encoded bytes of a batch; a batch of a single transaction may be larger. Network. Default 1 MiB, at most
    /// <see cref="Batch.SizeMax"/>.
    /// </summary>
    public int BatchBytesMax { get; init; } = 1024 * 1024;

    /// <summary>Own proposals not yet committed. Default 4, at most <see cref="WindowSize"/>.</summary>
    public int PipelineDepth { get; init; } = 4;

    /// <summary>
    /// H - h, heights between the watermarks. Network. Default 128, at most <see cref="WindowSizeMax"/>.
    /// </summary>
    public int WindowSize { get; init; } = 128;

    /// <summary>
    /// Heights between checkpoints. Network. Default 32; at most half of <see cref="WindowSize"/>, or the window
    /// stalls.
    /// </summary>
    public int CheckpointInterval { get; init; } = 32;

    /// <summary>Most transactions queued here. Default 20,000.</summary>
    public int RequestQueueMax { get; init; } = 20_000;

    /// <summary>Most transactions of one account queued here. Default 2,000.</summary>
    public int RequestsPerAccountMax { get; init; } = 2_000;

    /// <summary>Longest validity window in heights. Network. Default 2048.</summary>
    public int ValidityWindowMax { get; init; } = 2048;

    /// <summary>Messages kept for each peer for a later view or height. Default 512.</summary>
    public int FutureMessagesPerPeerMax { get; init; } = 512;

    /// <summary>Bytes of such messages for each peer. Default 8 MiB.</summary>
    public int FutureBytesPerPeerMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>Replies and retransmissions to one peer in a <see cref="StatusInterval"/>. Default 64.</summary>
    public int RepliesPerPeerMax { get; init; } = 64;

    /// <summary>
    /// How long a batch waits to fill while the pipeline is busy; an idle pipeline proposes at once. Default 2 ms.
    /// </summary>
    public TimeSpan BatchDelay { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>
    /// How long the oldest waiting request, or a proposal, may wait before this backup asks for another view. Default 2
    /// s. Doubles, up to <see cref="ViewChangeTimeoutMax"/>, with every view change without progress; times <see
    /// cref="SaturatedTimeoutFactor"/> while batches are full.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Patience with a primary whose batches are at least half full: it has a backlog. Default 4.</summary>
    public int SaturatedTimeoutFactor { get; init; } = 4;

    /// <summary>How long a new view may take once a quorum asked for it. Default 2 s, doubles with every try.</summary>
    public TimeSpan ViewChangeTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Cap of the doubling. Default 16 s.</summary>
    public TimeSpan ViewChangeTimeoutMax { get; init; } = TimeSpan.FromSeconds(16);

    /// <summary>
    /// How often a status goes to all peers; also how long a replica waits before it catches up. Default 500 ms.
    /// </summary>
    public TimeSpan StatusInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a missing batch is asked for, each time from another peer. Default 100 ms.</summary>
    public TimeSpan FetchInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How far a batch time may be ahead of this replica's clock. Default 10 s.</summary>
    public TimeSpan ClockSkewMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Checks every bound above and how they relate.</summary>
    /// <exception cref="ArgumentException">An option breaks its bound.</exception>
    public void Validate()
    {
        Require(Membership.Contains(Self), "Self is not in the membership");
        RequireRange(BatchTransactionsMax, 1, Batch.TransactionsMax, nameof(BatchTransactionsMax));
        RequireRange(BatchBytesMax, 1024, Batch.SizeMax, nameof(BatchBytesMax));
        RequireRange(WindowSize, 2, WindowSizeMax, nameof(WindowSize));
        RequireRange(PipelineDepth, 1, WindowSize, nameof(PipelineDepth));
        RequireRange(CheckpointInterval, 1, WindowSize / 2, nameof(CheckpointInterval));
        RequireRange(RequestQueueMax, 1, 1_000_000, nameof(RequestQueueMax));
        RequireRange(RequestsPerAccountMax, 1, RequestQueueMax, nameof(RequestsPerAccountMax));
        RequireRange(ValidityWindowMax, 1, 1_000_000, nameof(ValidityWindowMax));
        RequireRange(FutureMessagesPerPeerMax, 1, 100_000, nameof(FutureMessagesPerPeerMax));
        RequireRange(FutureBytesPerPeerMax, 1024, 256 * 1024 * 1024, nameof(FutureBytesPerPeerMax));
        RequireRange(RepliesPerPeerMax, 1, 100_000, nameof(RepliesPerPeerMax));
        RequireRange(SaturatedTimeoutFactor, 1, 100, nameof(SaturatedTimeoutFactor));
        Require(BatchDelay >= TimeSpan.Zero, "BatchDelay is negative");
        Require(StatusInterval >= TimeSpan.FromMilliseconds(1), "StatusInterval is below 1 ms");
        Require(FetchInterval >= TimeSpan.FromMilliseconds(1), "FetchInterval is below 1 ms");
        Require(RequestTimeout >= TimeSpan.FromMilliseconds(2), "RequestTimeout is below 2 ms");
        Require(ViewChangeTimeout >= TimeSpan.FromMilliseconds(1), "ViewChangeTimeout is below 1 ms");
        Require(
            ViewChangeTimeoutMax >= ViewChangeTimeout && ViewChangeTimeoutMax >= RequestTimeout,
            "ViewChangeTimeoutMax is below ViewChangeTimeout or RequestTimeout");
        Require(ClockSkewMax >= TimeSpan.Zero, "ClockSkewMax is negative");
    }

    private static void RequireRange(int value, int min, int max, string name) =>
        Require(value >= min && value <= max, $"{name} is {value}, not {min} to {max}");

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
