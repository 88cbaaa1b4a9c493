using Grpc.Core;
using Ledger.Node.Execution;
using Ledger.Primitives;
using Ledger.Protocol.V1;
using Ledger.Storage;
using Microsoft.Extensions.Logging;

namespace Ledger.Node.Peers;

/// <summary>
/// Fetches certified blocks from a peer and trusts it in nothing (DESIGN.md 10): each block's certificate is checked against
/// the members that the ledger names for its height, and the block is executed here before it is stored.
/// </summary>
internal sealed class BlockFetcher
{
    private readonly LedgerStore _store;
    private readonly ExecutionPipeline _execution;
    private readonly IEd25519Verifier _verifier;
    private readonly ILogger _log;

    public BlockFetcher(LedgerStore store, ExecutionPipeline execution, IEd25519Verifier verifier, ILogger log)
    {
        _store = store;
        _execution = execution;
        _verifier = verifier;
        _log = log;
    }

    /// <summary>Stores what the peer has, up to the target.</summary>
    public async Task RunAsync(PeerLink link, SequenceNumber target, CancellationToken cancellation)
    {
        try
        {
            while (_store.Height < target && await FetchRangeAsync(link, target, cancellation).ConfigureAwait(false))
            {
            }
        }
        catch (Exception e) when (e is RpcException or IOException or TimeoutException ||
                                  (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            _log.FetchFailed(link.Name, e.Message);
        }
    }

    private async Task<bool> FetchRangeAsync(PeerLink link, SequenceNumber target, CancellationToken cancellation)
    {
        var from = _store.Height.Next;
        var request = new FetchBlocksRequest
        {
            FromHeight = from.Value,
            Count = (uint)Math.Min(NodeLimits.FetchBlocksMax, target.Value - from.Value + 1),
        };
        using var call = link.Client.FetchBlocks(
            request, deadline: DateTime.UtcNow + NodeLimits.FetchBlocksTimeout, cancellationToken: cancellation);
        var any = false;
        while (await call.ResponseStream.MoveNext(cancellation)
                   .WaitAsync(NodeLimits.FetchBlockTimeout, cancellation).ConfigureAwait(false))
        {
            var block = Block.TryDecode(call.ResponseStream.Current.Block.Memory);
            var flaw = block == null ? "the block is malformed"
                : block.FirstFlaw(_verifier, _store.ChainId, _execution.Schedule.At(_store.Height.Next));
            flaw ??= await _execution.ImportAsync(block!).ConfigureAwait(false);
            if (flaw != null)
            {
                _log.FetchFailed(link.Name, flaw);
                return false;
            }

            any = true;
        }

        return any;
    }
}
