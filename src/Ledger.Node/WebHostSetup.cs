using System.Net;
using Ledger.Grpc.Server;
using Ledger.Node.Admin;
using Ledger.Node.Gateway;
using Ledger.Node.Peers;
using Ledger.Node.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ledger.Node;

/// <summary>Puts the three services on one Kestrel endpoint behind mutual TLS 1.3.</summary>
internal static class WebHostSetup
{
    public static WebApplication Build(
        IPEndPoint endpoint, NodeEnvironment environment, TimeProvider time, GatewayService gateway, PeerService peers,
        AdminService admin, ILogger log)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = NodeLimits.ConnectionsMax;
            kestrel.ConfigureForGrpc();
            kestrel.Listen(endpoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseHttps(TlsSetup.ForServer(environment, time, log));
            });
        });
        builder.Services.AddRoutingCore();
        var web = builder.Build();
        web.UseRouting();
        web.MapGrpcService(
            Protocol.V1.Gateway.BindService(gateway),
            new GrpcServerOptions
            {
                MaxReceiveMessageBytes = NodeLimits.ClientMessageBytesMax,
                MaxSendMessageBytes = NodeLimits.PeerMessageBytesMax,
            });
        web.MapGrpcService(
            Protocol.V1.Peer.BindService(peers),
            new GrpcServerOptions
            {
                MaxReceiveMessageBytes = NodeLimits.PeerMessageBytesMax,
                MaxSendMessageBytes = NodeLimits.PeerMessageBytesMax,
            });
        web.MapGrpcService(
            Protocol.V1.Admin.BindService(admin),
            new GrpcServerOptions
            {
                MaxReceiveMessageBytes = NodeLimits.AdminMessageBytesMax,
                MaxSendMessageBytes = NodeLimits.AdminMessageBytesMax,
            });
        return web;
    }
}
