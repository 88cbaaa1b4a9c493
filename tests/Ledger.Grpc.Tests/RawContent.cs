using System.Net;

namespace Ledger.Grpc.Tests;

/// <summary>A request body of given parts, each flushed apart; stays open until released when told so.</summary>
internal sealed class RawContent : HttpContent
{
    private readonly byte[][] parts;
    private readonly Task end;

    public RawContent(params byte[][] parts)
        : this(Task.CompletedTask, parts)
    {
    }

    public RawContent(Task end, params byte[][] parts)
    {
        this.end = end;
        this.parts = parts;
        Headers.TryAddWithoutValidation("content-type", "application/grpc");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken)
    {
        foreach (byte[] part in parts)
        {
            await stream.WriteAsync(part, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }

        await stream.FlushAsync(cancellationToken);
        await end.WaitAsync(cancellationToken);
    }
}
