using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Ledger.Grpc.Server;

/// <summary>Serves a method with many messages each way.</summary>
internal sealed class DuplexStreamingMethodHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    DuplexStreamingServerMethod<TRequest, TResponse> handler,
    GrpcServerOptions options,
    ILogger logger) : MethodHandler<TRequest, TResponse>(method, options, logger)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call)
    {
        ServerStreamReader<TRequest> requests = new(call, call.CreateReader(Method.RequestMarshaller));
        ServerStreamWriter<TResponse> responses = new(call, Method.ResponseMarshaller);
        await handler(requests, responses, call).ConfigureAwait(false);
    }
}
