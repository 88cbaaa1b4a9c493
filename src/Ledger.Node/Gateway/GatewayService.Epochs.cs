using Google.Protobuf;
using Grpc.Core;
using Ledger.Primitives;
using Ledger.Protocol.V1;

namespace Ledger.Node.Gateway;

internal sealed partial class GatewayService
{
    /// <summary>Epochs read in one go: a slow reader never holds on to the store meanwhile.</summary>
    private const int EpochsPageMax = 32;

    public override async Task Epochs(
        EpochsRequest request, IServerStreamWriter<EpochResponse> responseStream, ServerCallContext context)
    {
        var page = new List<EpochHeader>(EpochsPageMax);
        for (var after = request.After; after < ulong.MaxValue; after = page[^1].Header.Height.Value)
        {
            page.Clear();
            page.AddRange(_store.EpochHeaders(new SequenceNumber(after)).Take(EpochsPageMax));
            foreach (var epoch in page)
            {
                var message = new EpochResponse { Epoch = UnsafeByteOperations.UnsafeWrap(epoch.Encode()) };
                await responseStream.WriteAsync(message, context.CancellationToken).ConfigureAwait(false);
            }

            if (page.Count < EpochsPageMax)
            {
                return;
            }
        }
    }
}
