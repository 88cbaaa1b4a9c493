using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>Limits and timers of one replica. Immutable. They may differ between replicas, but for those of genesis.</summary>
public sealed record ReplicaOptions
{
    /// <summary>SHA-256 of the genesis file.</summary>
    public required Digest ChainId { get; init; }

    /// <summary>What genesis says for all replicas alike.</summary>
    public ConsensusParameters Parameters { get; init; } = ConsensusParameters.Default;

    /// <summary>Own proposals not yet committed. Default 4, at most the window.</summary>
    public int PipelineDepth { get; init; } = 4;

    /// <summary>Most transactions queued here. Default 20,000.</summary>
    public int RequestQueueMax { get; init; } = 20_000;

    /// <summary>Most transactions of one account queued here. Default 2,000.</summary>
    public int RequestsPerAccountMax { get; init; } = 2_000;

    /// <summary>
    /// Most transactions queued here that one other replica passed on first, so that a faulty one cannot fill the queue
    /// with what it made up. Default 4,000.
    /// </summary>
    public int RequestsPerPeerMax { get; init; } = 4_000;

    /// <summary>Longest validity window in heights; from genesis. Default 2048.</summary>
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
    /// How long nothing may be committed while requests or proposals wait, before this backup asks for another view.
    /// Default 1 s. Doubles, up to <see cref="ViewChangeTimeoutMax"/>, with every view change without progress.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the request that arrived first may wait though others are committed: long enough for an honest primary
    /// to work through its queue. Default 4 s; doubles likewise.
    /// </summary>
    public TimeSpan CensorshipTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a new view may take once a quorum asked for it. Default 1 s, doubles with every try.</summary>
    public TimeSpan ViewChangeTimeout { get; init; } = TimeSpan.FromSeconds(1);

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

    /// <summary>
    /// The fast profile, for nodes near each other on machines with time to spare: a tenth of the default timers. On a
    /// loaded machine it changes views without need.
    /// </summary>
    public ReplicaOptions WithFastTimers() => this with
    {
        RequestTimeout = RequestTimeout / 10,
        CensorshipTimeout = CensorshipTimeout / 10,
        ViewChangeTimeout = ViewChangeTimeout / 10,
        StatusInterval = StatusInterval / 10,
        FetchInterval = FetchInterval / 10,
    };

    /// <summary>Checks every bound above and how they relate.</summary>
    /// <exception cref="ArgumentException">An option breaks its bound.</exception>
    public void Validate()
    {
        Parameters.Validate();
        RequireRange(PipelineDepth, 1, Parameters.WindowSize, nameof(PipelineDepth));
        RequireRange(RequestQueueMax, 1, 1_000_000, nameof(RequestQueueMax));
        RequireRange(RequestsPerAccountMax, 1, RequestQueueMax, nameof(RequestsPerAccountMax));
        RequireRange(RequestsPerPeerMax, 1, 1_000_000, nameof(RequestsPerPeerMax));
        RequireRange(ValidityWindowMax, 1, 1_000_000, nameof(ValidityWindowMax));
        RequireRange(FutureMessagesPerPeerMax, 1, 100_000, nameof(FutureMessagesPerPeerMax));
        RequireRange(FutureBytesPerPeerMax, 1024, 256 * 1024 * 1024, nameof(FutureBytesPerPeerMax));
        RequireRange(RepliesPerPeerMax, 1, 100_000, nameof(RepliesPerPeerMax));
        Require(BatchDelay >= TimeSpan.Zero, "BatchDelay is negative");
        Require(StatusInterval >= TimeSpan.FromMilliseconds(1), "StatusInterval is below 1 ms");
        Require(FetchInterval >= TimeSpan.FromMilliseconds(1), "FetchInterval is below 1 ms");
        Require(RequestTimeout >= TimeSpan.FromMilliseconds(2), "RequestTimeout is below 2 ms");
        Require(CensorshipTimeout >= RequestTimeout, "CensorshipTimeout is below RequestTimeout");
        Require(ViewChangeTimeout >= TimeSpan.FromMilliseconds(1), "ViewChangeTimeout is below 1 ms");
        Require(
            ViewChangeTimeoutMax >= ViewChangeTimeout && ViewChangeTimeoutMax >= CensorshipTimeout,
            "ViewChangeTimeoutMax is below another timeout");
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
