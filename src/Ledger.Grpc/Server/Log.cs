using Microsoft.Extensions.Logging;

namespace Ledger.Grpc.Server;

/// <summary>What the server writes to its log.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The handler of {Method} threw; the caller is told UNKNOWN.")]
    public static partial void HandlerFailed(ILogger logger, string method, Exception exception);
}
