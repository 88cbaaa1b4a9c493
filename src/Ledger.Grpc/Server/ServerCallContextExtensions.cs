using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Ledger.Grpc.Server;

/// <summary>From a call to what lies below it.</summary>
public static class ServerCallContextExtensions
{
    /// <summary>The HTTP request that carries the call. Valid while the handler runs.</summary>
    /// <exception cref="InvalidOperationException">The context is not one of this server's.</exception>
    public static HttpContext GetHttpContext(this ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context is ServerCall call
            ? call.HttpContext
            : throw new InvalidOperationException("The context is not one of this server's.");
    }

    /// <summary>
    /// The certificate that the client showed in the TLS handshake, or null. Owned by the connection.
    /// </summary>
    /// <exception cref="InvalidOperationException">The context is not one of this server's.</exception>
    public static X509Certificate2? GetClientCertificate(this ServerCallContext context) =>
        context.GetHttpContext().Connection.ClientCertificate;
}
