using Google.Protobuf;
using Grpc.Core;
using Ledger.Primitives;
using Ledger.Protocol.V1;

namespace Ledger.Node.Gateway;

internal sealed partial class GatewayService
{
    public override async Task Headers(
        HeadersRequest request, IServerStreamWriter<HeadersResponse> responseStream, ServerCallContext context)
    {
        var height = new SequenceNumber(Math.Max(1, request.FromHeight));
        var head = _store.Height;
        while (height <= head)
        {
            var page = new HeadersResponse();
            CommitCertificate? certificate = null;
            for (; height <= head && page.Headers.Count < NodeLimits.PageHeadersMax; height = height.Next)
            {
                var (header, votes) = _store.ReadCertifiedHeader(height)
                    ?? throw Refuse(StatusCode.OutOfRange, $"the header of block {height} is not kept here");
                page.Headers.Add(UnsafeByteOperations.UnsafeWrap(header.Encode()));
                certificate = votes;
            }

            page.Certificate = WireFormat.Certificate(certificate!);
            await responseStream.WriteAsync(page, context.CancellationToken).ConfigureAwait(false);
        }
    }
}
