using Microsoft.Extensions.Logging;

namespace Ledger.Node;

/// <summary>All log messages of a node, with stable event ids.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Node} starts: chain {Chain}, height {Height}, {Validators} validators")]
    public static partial void Starting(this ILogger log, string node, string chain, ulong height, int validators);

    [LoggerMessage(2, LogLevel.Information, "listening on {Address}")]
    public static partial void Listening(this ILogger log, string address);

    [LoggerMessage(3, LogLevel.Information, "stopped at height {Height}")]
    public static partial void Stopped(this ILogger log, ulong height);

    [LoggerMessage(4, LogLevel.Critical, "the node stops: {Reason}")]
    public static partial void Failed(this ILogger log, Exception e, string reason);

    [LoggerMessage(10, LogLevel.Information, "connected to {Peer}")]
    public static partial void PeerConnected(this ILogger log, string peer);

    [LoggerMessage(11, LogLevel.Warning, "lost {Peer}: {Reason}")]
    public static partial void PeerLost(this ILogger log, string peer, string reason);

    [LoggerMessage(12, LogLevel.Warning, "a message of {Peer} was refused: {Reason}")]
    public static partial void PeerMessageRejected(this ILogger log, string peer, string reason);

    [LoggerMessage(13, LogLevel.Warning, "blocks from {Peer}: {Reason}")]
    public static partial void FetchFailed(this ILogger log, string peer, string reason);

    [LoggerMessage(14, LogLevel.Information, "caught up from height {From} to {To} (target {Target})")]
    public static partial void CaughtUp(this ILogger log, ulong from, ulong to, ulong target);

    [LoggerMessage(15, LogLevel.Error, "{Validator} is a validator, but the configuration names no address for it")]
    public static partial void NoAddress(this ILogger log, string validator);

    [LoggerMessage(16, LogLevel.Information, "a snapshot at height {Height} from {Peer}: {Chunks} chunks, {Entries} entries")]
    public static partial void SnapshotInstalled(this ILogger log, ulong height, string peer, int chunks, ulong entries);

    [LoggerMessage(17, LogLevel.Warning, "{Validator} contradicted itself: two different {Kind} in view {View} at height {Height}")]
    public static partial void Evidence(this ILogger log, string validator, string kind, ulong view, ulong height);

    [LoggerMessage(18, LogLevel.Warning, "this node does not vote: {Reason}")]
    public static partial void NotVoting(this ILogger log, string reason);

    [LoggerMessage(19, LogLevel.Information, "asked to vote again under incarnation {Incarnation:x}: {Answer}")]
    public static partial void RejoinAsked(this ILogger log, ulong incarnation, string answer);

    [LoggerMessage(22, LogLevel.Error, "the configuration could not be read again: {Reason}")]
    public static partial void ConfigurationNotRead(this ILogger log, string reason);

    [LoggerMessage(20, LogLevel.Information, "consensus: {Report}")]
    public static partial void ConsensusReport(this ILogger log, string report);

    [LoggerMessage(21, LogLevel.Warning, "a handshake was refused: {Reason}")]
    public static partial void HandshakeRefused(this ILogger log, string reason);
}
