using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ledger.Grpc.Server;

/// <summary>Takes the requests of one method through gate, handler and status. Thread safe.</summary>
internal abstract class MethodHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    GrpcServerOptions options,
    ILogger logger)
    where TRequest : class
    where TResponse : class
{
    protected Method<TRequest, TResponse> Method => method;

    public Task HandleAsync(HttpContext http) =>
        RequestGate.TryAccept(http) ? RunAsync(new ServerCall(http, options)) : Task.CompletedTask;

    /// <summary>Reads, calls the service, writes.</summary>
    protected abstract Task InvokeAsync(ServerCall call);

    /// <summary>Writes the only response; a status other than OK that the handler set goes without it.</summary>
    protected void WriteResponse(ServerCall call, TResponse? response)
    {
        if (call.Status.StatusCode != StatusCode.OK)
            return;
        if (response is null)
            throw new InvalidOperationException("The handler returned no response.");
        call.WriteSingleMessage(response, method.ResponseMarshaller);
    }

    private async Task RunAsync(ServerCall call)
    {
        Status status;
        if (!call.TryStartDeadline())
        {
            status = new Status(StatusCode.Internal, "The grpc-timeout is malformed.");
        }
        else
        {
            try
            {
                await InvokeAsync(call).ConfigureAwait(false);
                status = call.Status;
            }
            catch (RpcException exception)
            {
                status = Combine(call, exception);
            }
            catch (Exception exception) when (IsInterruption(call, exception))
            {
                status = call.InterruptedStatus;
            }
            catch (Exception exception)
            {
                Log.HandlerFailed(logger, method.FullName, exception);
                status = new Status(StatusCode.Unknown, "The service failed to handle the call.");
            }
        }

        await call.EndAsync(status).ConfigureAwait(false);
    }

    /// <summary>An exception's trailers join those that the handler set before.</summary>
    private static Status Combine(ServerCall call, RpcException exception)
    {
        foreach (Metadata.Entry entry in exception.Trailers)
            call.ResponseTrailers.Add(entry);

        // Throwing is never success, whatever the code says.
        return exception.StatusCode == StatusCode.OK
            ? new Status(StatusCode.Unknown, "The service failed to handle the call.")
            : exception.Status;
    }

    private static bool IsInterruption(ServerCall call, Exception exception) =>
        exception is OperationCanceledException or IOException && call.CancellationToken.IsCancellationRequested;
}
