using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// The options of simulated replicas: short timers and small bounds, so that a short run meets every edge.
/// </summary>
internal static class TimerProfile
{
    /// <summary>Inputs that one turn of the loop takes.</summary>
    public const int TurnInputsMax = 16;

    /// <summary>Heights behind a peer from which a snapshot is fetched in place of blocks.</summary>
    public const ulong SnapshotDistance = 12;

    /// <summary>Blocks in one answer of a peer.</summary>
    public const int FetchBlocksMax = 6;

    /// <summary>The options for a chain.</summary>
    public static ReplicaOptions OptionsFor(Digest chainId) => new()
    {
        ChainId = chainId,
        Parameters = SimulatedGenesis.Parameters,
        ValidityWindowMax = SimulatedGenesis.ValidityWindowMax,
        PipelineDepth = 4,
        RequestQueueMax = 128,
        RequestsPerAccountMax = 24,
        RequestsPerPeerMax = 64,
        FutureMessagesPerPeerMax = 64,
        FutureBytesPerPeerMax = 256 * 1024,
        RepliesPerPeerMax = 32,
        BatchDelay = TimeSpan.FromMilliseconds(4),
        RequestTimeout = TimeSpan.FromMilliseconds(250),
        CensorshipTimeout = TimeSpan.FromMilliseconds(900),
        ViewChangeTimeout = TimeSpan.FromMilliseconds(250),
        ViewChangeTimeoutMax = TimeSpan.FromMilliseconds(2000),
        StatusInterval = TimeSpan.FromMilliseconds(120),
        FetchInterval = TimeSpan.FromMilliseconds(25),
        ClockSkewMax = TimeSpan.FromMilliseconds(500),
    };
}
