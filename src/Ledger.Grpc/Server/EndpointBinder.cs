using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Ledger.Grpc.Server;

/// <summary>Turns the methods of a service into endpoints.</summary>
internal sealed class EndpointBinder(IEndpointRouteBuilder endpoints, GrpcServerOptions options, ILogger logger)
    : ServiceBinderBase
{
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        UnaryServerMethod<TRequest, TResponse>? handler) =>
        Map(method, new UnaryMethodHandler<TRequest, TResponse>(method, Require(handler), options, logger));

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
        Map(method, new ClientStreamingMethodHandler<TRequest, TResponse>(method, Require(handler), options, logger));

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        Map(method, new ServerStreamingMethodHandler<TRequest, TResponse>(method, Require(handler), options, logger));

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        Map(method, new DuplexStreamingMethodHandler<TRequest, TResponse>(method, Require(handler), options, logger));

    private static THandler Require<THandler>(THandler? handler)
        where THandler : class => handler ?? throw new ArgumentException("A served method needs a handler.");

    private void Map<TRequest, TResponse>(
        Method<TRequest, TResponse> method, MethodHandler<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class =>
        endpoints.MapPost(method.FullName, handler.HandleAsync).WithDisplayName($"gRPC {method.FullName}");
}
