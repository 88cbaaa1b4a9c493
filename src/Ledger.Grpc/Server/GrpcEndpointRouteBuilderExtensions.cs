using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ledger.Grpc.Server;

/// <summary>Puts gRPC services among the endpoints of an application.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves every method of a service as a POST endpoint "/package.Service/Method", for all calls with the same
    /// implementation object. gRPC calls to any other path of two parts are answered with UNIMPLEMENTED from then on.
    /// </summary>
    /// <param name="endpoints">The endpoints to add to.</param>
    /// <param name="service">What the generated <c>BindService(implementation)</c> gives.</param>
    /// <param name="options">Limits of this service, or null for the defaults. Not to be changed afterwards.</param>
    /// <returns>All endpoints of the service, for conventions such as authorization.</returns>
    public static IEndpointConventionBuilder MapGrpcService(
        this IEndpointRouteBuilder endpoints,
        ServerServiceDefinition service,
        GrpcServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(service);
        options ??= new GrpcServerOptions();
        options.Validate();
        if (!endpoints.DataSources.OfType<UnknownMethodDataSource>().Any())
            endpoints.DataSources.Add(new UnknownMethodDataSource(options));

        ILogger logger =
            endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("Ledger.Grpc.Server");
        RouteGroupBuilder group = endpoints.MapGroup("");
        service.BindService(new EndpointBinder(group, options, logger));
        return group;
    }
}
