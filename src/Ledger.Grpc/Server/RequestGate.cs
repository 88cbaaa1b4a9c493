using Ledger.Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Ledger.Grpc.Server;

/// <summary>Lets gRPC requests in, and answers others in HTTP's own terms.</summary>
internal static class RequestGate
{
    /// <summary>
    /// False when the request is not gRPC; the answer is then set: 426 for HTTP/1.1, 415 for other contents.
    /// </summary>
    public static bool TryAccept(HttpContext http)
    {
        if (!HttpProtocol.IsHttp2(http.Request.Protocol))
        {
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            http.Response.Headers.Upgrade = "h2c";
            return false;
        }

        if (!GrpcNames.IsGrpcContentType(http.Request.ContentType))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return false;
        }

        // A stream may be silent for hours and carry any amount, whatever the host's limits for other requests are.
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        return true;
    }
}
