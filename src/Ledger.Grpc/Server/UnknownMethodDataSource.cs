using Grpc.Core;
using Ledger.Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Ledger.Grpc.Server;

/// <summary>One endpoint behind all others: a gRPC call to a method that nobody serves gets UNIMPLEMENTED.</summary>
internal sealed class UnknownMethodDataSource : EndpointDataSource
{
    private readonly GrpcServerOptions options;

    public UnknownMethodDataSource(GrpcServerOptions options)
    {
        this.options = options;
        Endpoints =
        [
            new RouteEndpoint(
                HandleAsync,
                RoutePatternFactory.Parse("{service}/{method}"),
                order: int.MaxValue,
                new EndpointMetadataCollection(new HttpMethodMetadata([HttpMethods.Post])),
                "gRPC unknown method"),
        ];
    }

    public override IReadOnlyList<Endpoint> Endpoints { get; }

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;

    private Task HandleAsync(HttpContext http)
    {
        if (!GrpcNames.IsGrpcContentType(http.Request.ContentType))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return RequestGate.TryAccept(http)
            ? new ServerCall(http, options).EndAsync(
                new Status(StatusCode.Unimplemented, "The method is not served here."))
            : Task.CompletedTask;
    }
}
