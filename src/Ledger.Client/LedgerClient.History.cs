using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using Ledger.Client.Proofs;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client;

public sealed partial class LedgerClient
{
    /// <summary>Bytes of one call for a history: twice what a node sends.</summary>
    private const long HistoryBytesMax = 16 * 1024 * 1024;

    /// <summary>
    /// All versions of a key that the node keeps, oldest first. That the newest is the present value is proven; which
    /// transaction stands at the place of each is checked against certified blocks; that an older value was written there,
    /// and that none is left out, is one node's word (<see cref="QueryAtAsync"/> proves the value at a height).
    /// </summary>
    /// <param name="contract">The contract.</param>
    /// <param name="key">The contract's key, see <see cref="StateKeyBuilder"/>.</param>
    /// <param name="confirm">Whether to look up each transaction in its block, which costs a block a version.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="LedgerException">Unproven when anything that is checked does not hold.</exception>
    public async IAsyncEnumerable<KeyHistoryPage> HistoryAsync(
        string contract, ReadOnlyMemory<byte> key, bool confirm = true,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // Read before the versions, so that whatever the node adds meanwhile stands above it.
        var latest = await QueryAsync(contract, key, default, cancellation).ConfigureAwait(false);
        var follower = new VersionFollower(latest);
        var request = new Wire.HistoryRequest { Contract = contract, Key = UnsafeByteOperations.UnsafeWrap(key) };
        do
        {
            // A call is read to its end before blocks are asked for: the node does not wait meanwhile.
            var (pages, next) = await ReadCallAsync(request, follower, cancellation).ConfigureAwait(false);
            foreach (var (versions, lowest) in pages)
            {
                if (confirm)
                {
                    await ConfirmVersionsAsync(versions, cancellation).ConfigureAwait(false);
                }

                yield return new KeyHistoryPage(versions, lowest, latest);
            }

            request.From = next;
        }
        while (request.From != null);
        follower.End();
    }

    /// <summary>One call's pages, of bounded size together.</summary>
    private async Task<(List<(KeyVersion[] Versions, SequenceNumber Lowest)> Pages, Wire.HistoryCursor? Next)> ReadCallAsync(
        Wire.HistoryRequest request, VersionFollower follower, CancellationToken cancellation)
    {
        var pages = new List<(KeyVersion[] Versions, SequenceNumber Lowest)>();
        Wire.HistoryCursor? next = null;
        var bytes = 0L;
        var deadline = _options.TimeProvider.GetUtcNow().UtcDateTime + _options.FinalityTimeout;
        using var call = _node.Stub.History(request, new CallOptions(deadline: deadline, cancellationToken: cancellation));
        while (await MoveAsync(call.ResponseStream, cancellation).ConfigureAwait(false))
        {
            var message = call.ResponseStream.Current;
            bytes += message.CalculateSize();
            if (bytes > HistoryBytesMax)
            {
                throw WireReader.Malformed("more of a history than one call brings");
            }

            pages.Add((follower.Take(message), new SequenceNumber(message.LowestHistory)));
            next = message.Next;
        }

        return (pages, next == null ? null : follower.Follow(next));
    }

    /// <summary>Finds the versions' transactions in their certified blocks.</summary>
    private async Task ConfirmVersionsAsync(KeyVersion[] versions, CancellationToken cancellation)
    {
        Block? block = null;
        for (var i = 0; i < versions.Length; i++)
        {
            if (versions[i].TransactionId is not { } id)
            {
                continue;
            }

            block = block?.Header.Height == versions[i].Height
                ? block
                : await KeptBlockAsync(versions[i].Height, cancellation).ConfigureAwait(false);
            if (block == null)
            {
                continue;
            }

            var transactions = block.Batch.Transactions;
            var place = versions[i].TransactionIndex;
            versions[i] = place < transactions.Count && transactions[place].Id == id &&
                transactions[place].Body.Account == versions[i].Account &&
                block.Header.TimeMilliseconds == versions[i].TimeMilliseconds
                ? versions[i] with { IsConfirmed = true }
                : throw new LedgerException(
                    LedgerError.Unproven, $"block {block.Header.Height} does not hold what the history names", id);
        }
    }

    /// <summary>The block, or null when it was pruned meanwhile.</summary>
    private async Task<Block?> KeptBlockAsync(SequenceNumber height, CancellationToken cancellation)
    {
        try
        {
            return await GetBlockAsync(height, cancellation).ConfigureAwait(false);
        }
        catch (LedgerException e) when (e.Code == LedgerError.InvalidArgument)
        {
            return null;
        }
    }
}
