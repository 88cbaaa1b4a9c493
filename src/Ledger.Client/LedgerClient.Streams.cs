using System.Runtime.CompilerServices;
using Grpc.Core;
using Ledger.Client.Proofs;
using Ledger.Client.Submission;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client;

public sealed partial class LedgerClient
{
    /// <summary>One block, checked to be certified by a quorum.</summary>
    /// <exception cref="LedgerException">
    /// Timeout when the chain does not reach the height in time; Unproven when anything does not hold.
    /// </exception>
    public async Task<Block> GetBlockAsync(SequenceNumber height, CancellationToken cancellation = default)
    {
        if (height.Value == 0)
        {
            throw new LedgerException(LedgerError.InvalidArgument, "the first block has height 1");
        }

        var request = new Wire.BlocksRequest { FromHeight = height.Value, ToHeight = height.Value };
        var deadline = _options.TimeProvider.GetUtcNow().UtcDateTime + _options.CallTimeout;
        using var call = _node.Stub.Blocks(request, new CallOptions(deadline: deadline, cancellationToken: cancellation));
        return await MoveAsync(call.ResponseStream, cancellation).ConfigureAwait(false)
            ? await _verifier.CheckAsync(call.ResponseStream.Current.Block.Memory, height, previous: null, _node, cancellation)
                .ConfigureAwait(false)
            : throw WireReader.Malformed($"block {height} is missing");
    }

    /// <summary>
    /// Blocks from a height on, as they become final; each is checked to be certified by a quorum and to follow the one
    /// before. Goes on where it was when the node is lost for a while; ends behind <paramref name="toHeight"/>, or
    /// never when that is 0.
    /// </summary>
    /// <exception cref="LedgerException">
    /// Unproven when anything does not hold; Unavailable when the node stays away; InvalidArgument when it no longer
    /// keeps the block.
    /// </exception>
    public IAsyncEnumerable<Block> BlocksAsync(
        SequenceNumber fromHeight, ulong toHeight = 0, CancellationToken cancellation = default)
    {
        var next = fromHeight.Value == 0 ? new SequenceNumber(1) : fromHeight;
        BlockHeader? previous = null;
        return FollowAsync(
            options => _node.Stub.Blocks(
                new Wire.BlocksRequest { FromHeight = next.Value, ToHeight = toHeight }, options),
            async response =>
            {
                var block = await _verifier.CheckAsync(response.Block.Memory, next, previous, _node, cancellation)
                    .ConfigureAwait(false);
                _window.Heard(next);
                previous = block.Header;
                next = next.Next;
                return block;
            },
            isEnd: () => toHeight != 0 && next.Value > toHeight,
            cancellation);
    }

    /// <summary>
    /// Events from a cursor on, as they become final, in order and each once. Goes on where it was when the node is
    /// lost for a while. One node's word: whoever cannot live with that reads the receipts of <see
    /// cref="BlocksAsync"/>.
    /// </summary>
    /// <param name="from">The first event to deliver; what <see cref="PlacedEvent.Next"/> of the last one said.</param>
    /// <param name="filter">Which events; null for all, for ever.</param>
    /// <param name="cancellation">Ends the stream.</param>
    /// <exception cref="LedgerException">Unproven when the node breaks order or filter; Unavailable when it stays
    /// away.</exception>
    public IAsyncEnumerable<PlacedEvent> EventsAsync(
        EventCursor from = default, EventFilter? filter = null, CancellationToken cancellation = default)
    {
        var wanted = filter ?? new EventFilter();
        var next = from;
        return FollowAsync(
            options => _node.Stub.Events(
                new Wire.EventsRequest
                {
                    From = WireReader.Cursor(next),
                    Contract = wanted.Contract,
                    Name = wanted.Name,
                    ToHeight = wanted.ToHeight,
                },
                options),
            response =>
            {
                var placed = Take(response, next, wanted);
                next = placed.Next;
                return ValueTask.FromResult(placed);
            },
            isEnd: () => wanted.ToHeight != 0,
            cancellation);
    }

    private static PlacedEvent Take(Wire.EventResponse response, EventCursor from, EventFilter filter)
    {
        var placed = new PlacedEvent(
            WireReader.Event(response.Event), WireReader.Digest(response.TransactionId, "the event's transaction"),
            WireReader.Cursor(response.Position), WireReader.Cursor(response.Next));
        var isInOrder = placed.Position.CompareTo(from) >= 0 && placed.Next.CompareTo(placed.Position) > 0;
        var isWanted = (filter.Contract.Length == 0 || filter.Contract == placed.Event.Contract) &&
                       (filter.Name.Length == 0 || filter.Name == placed.Event.Name) &&
                       (filter.ToHeight == 0 || placed.Position.Height.Value <= filter.ToHeight);
        return isInOrder && isWanted
            ? placed
            : throw new LedgerException(LedgerError.Unproven, "the node sent an event out of order or one that was not asked for");
    }

    /// <summary>
    /// Follows a server stream over losses of the node; every item counts as progress and renews the pauses.
    /// </summary>
    private async IAsyncEnumerable<TItem> FollowAsync<TResponse, TItem>(
        Func<CallOptions, AsyncServerStreamingCall<TResponse>> open,
        Func<TResponse, ValueTask<TItem>> take,
        Func<bool> isEnd,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var retries = new RetrySchedule(_options);
        while (true)
        {
            using var call = open(new CallOptions(cancellationToken: cancellation));
            RpcException? lost = null;
            while (true)
            {
                (var moved, lost) = await TryMoveAsync(call.ResponseStream, cancellation).ConfigureAwait(false);
                if (!moved)
                {
                    break;
                }

                retries.Reset();
                yield return await take(call.ResponseStream.Current).ConfigureAwait(false);
            }

            if (lost == null && isEnd())
            {
                yield break;
            }

            if (retries.Next() is not { } pause)
            {
                throw lost == null
                    ? new LedgerException(LedgerError.Unavailable, $"{_node.Node.Authority} keeps ending the stream")
                    : _node.Translate(lost, null, cancellation);
            }

            await Task.Delay(pause, _options.TimeProvider, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<(bool Moved, RpcException? Lost)> TryMoveAsync<TResponse>(
        IAsyncStreamReader<TResponse> responses, CancellationToken cancellation)
    {
        try
        {
            return (await responses.MoveNext(cancellation).ConfigureAwait(false), null);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
        {
            return (false, e);
        }
        catch (RpcException e)
        {
            throw _node.Translate(e, null, cancellation);
        }
    }

    private async Task<bool> MoveAsync<TResponse>(IAsyncStreamReader<TResponse> responses, CancellationToken cancellation)
    {
        try
        {
            return await responses.MoveNext(cancellation).ConfigureAwait(false);
        }
        catch (RpcException e)
        {
            throw _node.Translate(e, null, cancellation);
        }
    }
}
