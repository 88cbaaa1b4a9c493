using System.Net;
using System.Net.Http.Headers;
using Ledger.Grpc.Wire;

namespace Ledger.Grpc.Client;

/// <summary>The body of a call's request.</summary>
internal abstract class RequestContent : HttpContent
{
    private static readonly MediaTypeHeaderValue GrpcContentType = new(GrpcNames.ContentType);

    protected RequestContent()
    {
        Headers.ContentType = GrpcContentType;
    }

    /// <summary>The call has ended: nothing more is sent.</summary>
    public abstract void Stop();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);
}
