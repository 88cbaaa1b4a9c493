using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Ledger.Grpc.Server;

/// <summary>Serves a method with one request and many responses.</summary>
internal sealed class ServerStreamingMethodHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    ServerStreamingServerMethod<TRequest, TResponse> handler,
    GrpcServerOptions options,
    ILogger logger) : MethodHandler<TRequest, TResponse>(method, options, logger)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call)
    {
        TRequest request = await call.ReadSingleAsync(Method.RequestMarshaller).ConfigureAwait(false);
        ServerStreamWriter<TResponse> responses = new(call, Method.ResponseMarshaller);
        await handler(request, responses, call).ConfigureAwait(false);
    }
}
