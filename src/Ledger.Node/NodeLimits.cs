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

    /// <summary>Messages of one peer whose signatures are being checked at the same time.</summary>
    public const int PeerVerificationsMax = 8;

    /// <summary>Largest gRPC message from a client: the largest transaction and its surroundings.</summary>
    public const int ClientMessageBytesMax = 2 * 1024 * 1024;

    /// <summary>Connections of peers and clients together; further ones are closed at once.</summary>
    public const int ConnectionsMax = 4096;

    /// <summary>Transactions whose outcome clients wait for at this node.</summary>
    public const int FinalityWatchesMax = 100_000;

    /// <summary>Transactions of one stream that are not answered yet.</summary>
    public const int StreamInFlightMax = 4096;

    /// <summary>Signatures remembered as verified, in each of two generations.</summary>
    public const int VerifiedTransactionsMax = 65_536;

    /// <summary>Blocks asked of a peer in one call.</summary>
    public const int FetchBlocksMax = 128;

    /// <summary>Longest wait for a receipt in one call.</summary>
    public static readonly TimeSpan ReceiptWaitMax = TimeSpan.FromSeconds(30);

    /// <summary>Longest time one peer may take to serve a range of blocks.</summary>
    public static readonly TimeSpan FetchBlocksTimeout = TimeSpan.FromSeconds(10);

    /// <summary>First and longest pause before a lost peer is dialled again.</summary>
    public static readonly TimeSpan ReconnectPauseMin = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc cref="ReconnectPauseMin"/>
    public static readonly TimeSpan ReconnectPauseMax = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait at shutdown for calls that are under way.</summary>
    public static readonly TimeSpan DrainTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait at shutdown for a thread of our own.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);
}
