using Google.Protobuf;
using Grpc.Core;
using Ledger.Primitives;
using Ledger.Protocol.V1;

namespace Ledger.Node.Gateway;

internal sealed partial class GatewayService
{
    public override async Task Blocks(
        BlocksRequest request, IServerStreamWriter<BlockResponse> responseStream, ServerCallContext context)
    {
        var height = new SequenceNumber(Math.Max(1, request.FromHeight));
        while (request.ToHeight == 0 || height.Value <= request.ToHeight)
        {
            await _feed.WaitForAsync(height, context.CancellationToken).ConfigureAwait(false);
            var bytes = _store.ReadBlockBytes(height)
                ?? throw Refuse(StatusCode.OutOfRange, $"block {height} is no longer kept here{PrunedNote()}");
            await responseStream.WriteAsync(
                new BlockResponse { Height = height.Value, Block = UnsafeByteOperations.UnsafeWrap(bytes) }).ConfigureAwait(false);
            height = height.Next;
        }
    }

    public override async Task Events(
        EventsRequest request, IServerStreamWriter<EventResponse> responseStream, ServerCallContext context)
    {
        var cursor = request.From ?? new EventCursor();
        for (var height = Math.Max(1, cursor.Height); request.ToHeight == 0 || height <= request.ToHeight; height++)
        {
            await _feed.WaitForAsync(new SequenceNumber(height), context.CancellationToken).ConfigureAwait(false);
            var block = _store.ReadBlock(new SequenceNumber(height))
                ?? throw Refuse(StatusCode.OutOfRange, $"block {height} is no longer kept here{PrunedNote()}");
            await WriteEventsAsync(block, request, cursor, responseStream).ConfigureAwait(false);
        }
    }

    private static async Task WriteEventsAsync(
        Block block, EventsRequest request, EventCursor from, IServerStreamWriter<EventResponse> responses)
    {
        var height = block.Header.Height.Value;
        for (var i = 0; i < block.Receipts.Count; i++)
        {
            var receipt = Primitives.Receipt.TryDecode(block.Receipts[i].Span)
                ?? throw new InvalidOperationException("a stored receipt does not decode");
            uint index = 0;
            foreach (var call in receipt.Calls)
            {
                foreach (var e in call.Events)
                {
                    var wanted = (request.Contract.Length == 0 || request.Contract == e.Contract) &&
                                 (request.Name.Length == 0 || request.Name == e.Name) &&
                                 (height, (uint)i, index).CompareTo(
                                     (from.Height, from.TransactionIndex, from.EventIndex)) >= 0;
                    if (wanted)
                    {
                        await responses.WriteAsync(new EventResponse
                        {
                            Event = WireFormat.Event(e),
                            TransactionId = WireFormat.Bytes(receipt.TransactionId),
                            Position = new EventCursor { Height = height, TransactionIndex = (uint)i, EventIndex = index },
                            Next = new EventCursor { Height = height, TransactionIndex = (uint)i, EventIndex = index + 1 },
                        }).ConfigureAwait(false);
                    }

                    index++;
                }
            }
        }
    }
}
