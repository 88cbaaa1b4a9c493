namespace Ledger.Node;

/// <summary>Named bounds of a node's queues, messages and waits. Every queue that a client or peer can fill is here.</summary>
internal static class NodeLimits
{
    /// <summary>Inputs waiting for the consensus loop; producers wait when it is full.</summary>
    public const int LoopInputsMax = 8192;

    /// <summary>Inputs taken in one turn of the loop, before its effects are carried out with one sync.</summary>
    public const int LoopTurnInputsMax = 512;

    /// <summary>Items waiting for the execution thread: several times the consensus window, so the loop never waits here.</summary>
    public const int ExecutionItemsMax = 4096;

    /// <summary>Messages waiting for one peer; the oldest are dropped, which the protocol repairs.</summary>
    public const int PeerQueueMessagesMax = 8192;

    /// <summary>Bytes waiting for one peer.</summary>
    public const int PeerQueueBytesMax = 64 * 1024 * 1024;

    /// <summary>Bytes coalesced into one frame to a peer.</summary>
    public const int PeerFrameBytesMax = 2 * 1024 * 1024;

    /// <summary>Messages coalesced into one frame to a peer.</summary>
    public const int PeerFrameMessagesMax = 512;

    /// <summary>Largest gRPC message on the peer port: a batch of the largest size and its surroundings.</summary>
    public const int PeerMessageBytesMax = 12 * 1024 * 1024;

    /// <summary>Headers of one page: about 55 KB.</summary>
    public const int PageHeadersMax = 256;

    /// <summary>Messages of one peer whose signatures are being checked at the same time.</summary>
    public const int PeerVerificationsMax = 8;

    /// <summary>Largest gRPC message from a client: the largest transaction and its surroundings.</summary>
    public const int ClientMessageBytesMax = 2 * 1024 * 1024;

    /// <summary>Largest gRPC message of an operator: a path and its surroundings.</summary>
    public const int AdminMessageBytesMax = 64 * 1024;

    /// <summary>Connections of peers and clients together; further ones are closed at once.</summary>
    public const int ConnectionsMax = 4096;

    /// <summary>Transactions whose outcome clients wait for at this node.</summary>
    public const int FinalityWatchesMax = 100_000;

    /// <summary>Transactions of one stream that are not answered yet.</summary>
    public const int StreamInFlightMax = 4096;

    /// <summary>
    /// Ranges and histories that are read for clients at the same time; a range holds on to one state of the store, a
    /// history to <see cref="HistoryBytesMax"/>.
    /// </summary>
    public const int LongReadsMax = 16;

    /// <summary>Keys of one call for a range; the client goes on with another call.</summary>
    public const int RangeEntriesMax = 65_536;

    /// <summary>Keys or versions in one page to a client.</summary>
    public const int PageEntriesMax = 256;

    /// <summary>Bytes of values in one page, after which no further entry is added.</summary>
    public const int PageBytesMax = 256 * 1024;

    /// <summary>Versions of a key in one call for its history, which are read before the first is sent.</summary>
    public const int HistoryVersionsMax = 1024;

    /// <summary>Bytes of values in one call for a history, after which no further version is added.</summary>
    public const int HistoryBytesMax = 4 * 1024 * 1024;

    /// <summary>Signatures remembered as verified, in each of two generations.</summary>
    public const int VerifiedTransactionsMax = 65_536;

    /// <summary>Votes remembered as valid, in each of two generations: more than a window of 31 replicas holds.</summary>
    public const int RememberedVotesMax = 16_384;

    /// <summary>Blocks asked of a peer in one call.</summary>
    public const int FetchBlocksMax = 128;

    /// <summary>Blocks behind from which a snapshot takes the place of executing them, unless the configuration differs.</summary>
    public const int SnapshotGapBlocks = 8192;

    /// <summary>Blocks after which a server takes a new snapshot for the next who asks.</summary>
    public const int SnapshotRefreshBlocks = 256;

    /// <summary>Epochs that a description of a snapshot may list.</summary>
    public const int SnapshotEpochsMax = 4096;

    /// <summary>A snapshot that nobody has read from for so long is let go.</summary>
    public static readonly TimeSpan SnapshotIdleMax = TimeSpan.FromMinutes(5);

    /// <summary>Longest time a peer may take for one chunk, or to describe a snapshot.</summary>
    public static readonly TimeSpan FetchChunkTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Longest time a peer may take to say where its head is.</summary>
    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    /// <summary>First and longest pause between two attempts to get a vote back after a lost disk.</summary>
    public static readonly TimeSpan RejoinPauseMin = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc cref="RejoinPauseMin"/>
    public static readonly TimeSpan RejoinPauseMax = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for a receipt in one call.</summary>
    public static readonly TimeSpan ReceiptWaitMax = TimeSpan.FromSeconds(30);

    /// <summary>Longest time that a client may take to read a range or a history in one call.</summary>
    public static readonly TimeSpan LongReadTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Longest time one peer may take to serve a range of blocks.</summary>
    public static readonly TimeSpan FetchBlocksTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for the next block of a range: a peer that has stopped must not hold up who is behind.</summary>
    public static readonly TimeSpan FetchBlockTimeout = TimeSpan.FromSeconds(2);

    /// <summary>First and longest pause before a lost peer is dialled again.</summary>
    public static readonly TimeSpan ReconnectPauseMin = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc cref="ReconnectPauseMin"/>
    public static readonly TimeSpan ReconnectPauseMax = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait at shutdown for calls that are under way.</summary>
    public static readonly TimeSpan DrainTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait at shutdown for a thread of our own.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);
}
