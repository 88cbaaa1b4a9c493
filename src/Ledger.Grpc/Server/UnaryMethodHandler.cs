using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Ledger.Grpc.Server;

/// <summary>Serves a method with one message each way.</summary>
internal sealed class UnaryMethodHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    UnaryServerMethod<TRequest, TResponse> handler,
    GrpcServerOptions options,
    ILogger logger) : MethodHandler<TRequest, TResponse>(method, options, logger)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call)
    {
        TRequest request = await call.ReadSingleAsync(Method.RequestMarshaller).ConfigureAwait(false);
        TResponse response = await handler(request, call).ConfigureAwait(false);
        WriteResponse(call, response);
    }
}
