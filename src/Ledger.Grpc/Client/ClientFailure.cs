using System.Net.Sockets;
using System.Security.Authentication;
using Grpc.Core;
using Ledger.Grpc.Wire;

namespace Ledger.Grpc.Client;

/// <summary>What the HTTP client throws, as a status with one line of text.</summary>
internal static class ClientFailure
{
    public static Status ToStatus(Exception exception, string target)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case HttpProtocolException protocol:
                    return new(
                        StatusMapping.FromHttp2Error(protocol.ErrorCode),
                        $"{target} ended the stream with HTTP/2 error {protocol.ErrorCode}.",
                        exception);
                case AuthenticationException authentication:
                    return Unavailable($"TLS with {target} failed: {OneLine(authentication.Message)}", exception);
                case SocketException socket:
                    return Unavailable($"Cannot reach {target}: {OneLine(socket.Message)}", exception);
            }
        }

        Exception innermost = exception.GetBaseException();
        return exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.VersionNegotiationError } =>
                Unavailable($"{target} does not speak HTTP/2.", exception),
            HttpRequestException or IOException or OperationCanceledException or TimeoutException =>
                Unavailable($"The connection to {target} failed: {OneLine(innermost.Message)}", exception),
            _ => new(StatusCode.Internal, $"The call to {target} failed: {OneLine(innermost.Message)}", exception),
        };
    }

    private static Status Unavailable(string detail, Exception exception) =>
        new(StatusCode.Unavailable, detail, exception);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
