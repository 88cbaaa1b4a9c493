using Microsoft.Extensions.Logging;

namespace Ledger.Node;

/// <content>What operators do, and what the node does for them.</content>
internal static partial class Log
{
    [LoggerMessage(30, LogLevel.Information, "{Account} made a backup in {Directory} at height {Height}")]
    public static partial void BackedUp(this ILogger log, string account, string directory, ulong height);

    [LoggerMessage(31, LogLevel.Warning, "{Account} asked for a backup in {Directory}, which failed: {Reason}")]
    public static partial void BackupFailed(this ILogger log, string account, string directory, string reason);

    [LoggerMessage(32, LogLevel.Information, "{Account} prunes: blocks from {Block} and history from {History} on stay")]
    public static partial void Pruning(this ILogger log, string account, ulong block, ulong history);

    [LoggerMessage(33, LogLevel.Warning, "an administrator's call was refused: {Reason}")]
    public static partial void AdminRefused(this ILogger log, string reason);

    [LoggerMessage(34, LogLevel.Information, "retention: blocks from {Block} and history from {History} on are kept")]
    public static partial void Retained(this ILogger log, ulong block, ulong history);

    [LoggerMessage(35, LogLevel.Information, "retention: history of contract {Contract} from {History} on is kept, by its stated age")]
    public static partial void RetainedOfContract(this ILogger log, string contract, ulong history);
}
