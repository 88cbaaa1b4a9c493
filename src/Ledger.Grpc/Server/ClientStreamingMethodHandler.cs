using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Ledger.Grpc.Server;

/// <summary>Serves a method with many requests and one response.</summary>
internal sealed class ClientStreamingMethodHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    ClientStreamingServerMethod<TRequest, TResponse> handler,
    GrpcServerOptions options,
    ILogger logger) : MethodHandler<TRequest, TResponse>(method, options, logger)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call)
    {
        ServerStreamReader<TRequest> requests = new(call, call.CreateReader(Method.RequestMarshaller));
        TResponse response = await handler(requests, call).ConfigureAwait(false);
        WriteResponse(call, response);
    }
}
