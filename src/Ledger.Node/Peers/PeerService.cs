using Google.Protobuf;
using Grpc.Core;
using Ledger.Consensus;
using Ledger.Node.Consensus;
using Ledger.Node.Security;
using Ledger.Primitives;
using Ledger.Protocol.V1;
using Ledger.Storage;
using Microsoft.Extensions.Logging;

namespace Ledger.Node.Peers;

/// <summary>
/// What the other validators call. Signatures are checked here, in parallel, before the replica sees a message; a
/// message that does not pass is
/// counted and dropped, and the stream goes on (PITFALLS 11).
/// </summary>
internal sealed class PeerService : Peer.PeerBase
{
    private readonly ConsensusLoop _loop;
    private readonly MessageVerifier _verifier;
    private readonly LedgerStore _store;
    private readonly SnapshotServer _snapshots;
    private readonly PeerNetwork _network;
    private readonly ILogger _log;
    // Messages that did not pass verification; decides which of them the log hears of.
    private long _rejected;

    public PeerService(
        ConsensusLoop loop, MessageVerifier verifier, LedgerStore store, SnapshotServer snapshots, PeerNetwork network,
        ILogger<PeerService> log)
    {
        _loop = loop;
        _verifier = verifier;
        _store = store;
        _snapshots = snapshots;
        _network = network;
        _log = log;
    }

    public override async Task Exchange(
        IAsyncStreamReader<PeerFrame> requestStream, IServerStreamWriter<PeerAck> responseStream, ServerCallContext context)
    {
        var account = Authenticate(context);
        if (!IsValidator(account))
        {
            throw new RpcException(new global::Grpc.Core.Status(
                StatusCode.PermissionDenied, "messages between replicas are for validators"));
        }

        await context.WriteResponseHeadersAsync([]).ConfigureAwait(false);
        using var slots = new SemaphoreSlim(NodeLimits.PeerVerificationsMax);
        while (await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
        {
            foreach (var message in requestStream.Current.Messages)
            {
                // Looked up for each message: a node's place may change with the epoch.
                var bytes = message.Memory;
                if (_network.Route.Find(account) is not { } peer)
                {
                    continue;
                }

                if (!IsCostly(bytes.Span))
                {
                    await VerifyAndPostAsync(bytes, peer, context.CancellationToken).ConfigureAwait(false);
                    continue;
                }

                // A batch of transactions takes long: votes behind it go ahead, and the replica takes them in any order.
                await slots.WaitAsync(context.CancellationToken).ConfigureAwait(false);
                _ = Task.Run(
                    async () =>
                    {
                        try
                        {
                            await VerifyAndPostAsync(bytes, peer, CancellationToken.None).ConfigureAwait(false);
                        }
                        finally
                        {
                            Release(slots);
                        }
                    },
                    CancellationToken.None);
            }
        }
    }

    public override async Task FetchBlocks(
        FetchBlocksRequest request, IServerStreamWriter<FetchBlocksResponse> responseStream, ServerCallContext context)
    {
        Authenticate(context);
        var count = Math.Min(request.Count, NodeLimits.FetchBlocksMax);
        for (ulong i = 0; i < count; i++)
        {
            var bytes = _store.ReadBlockBytes(new SequenceNumber(request.FromHeight + i));
            if (bytes == null)
            {
                return;
            }

            await responseStream.WriteAsync(new FetchBlocksResponse { Block = UnsafeByteOperations.UnsafeWrap(bytes) })
                .ConfigureAwait(false);
        }
    }

    public override Task<HeadResponse> Head(HeadRequest request, ServerCallContext context)
    {
        Authenticate(context);
        return Task.FromResult(
            new HeadResponse { Height = _store.Height.Value, LowestBlock = _store.LowestBlock.Value });
    }

    public override Task<DescribeSnapshotResponse> DescribeSnapshot(
        DescribeSnapshotRequest request, ServerCallContext context)
    {
        Authenticate(context);
        var manifest = _snapshots.Describe() ?? throw NotServed();
        var response = new DescribeSnapshotResponse { Manifest = UnsafeByteOperations.UnsafeWrap(manifest.Encode()) };
        foreach (var epoch in _store.EpochHeaders(default).Take(NodeLimits.SnapshotEpochsMax))
        {
            response.Epochs.Add(UnsafeByteOperations.UnsafeWrap(epoch.Encode()));
        }

        return Task.FromResult(response);
    }

    public override Task<FetchChunkResponse> FetchChunk(FetchChunkRequest request, ServerCallContext context)
    {
        Authenticate(context);
        var reader = new CanonicalReader(request.Prefix.Span);
        var prefix = StatePrefix.Decode(ref reader);
        if (!reader.IsComplete)
        {
            throw new RpcException(new global::Grpc.Core.Status(StatusCode.InvalidArgument, "the prefix is malformed"));
        }

        var chunk = _snapshots.Read(new SequenceNumber(request.Height), prefix) ?? throw NotServed();
        return Task.FromResult(new FetchChunkResponse { Chunk = UnsafeByteOperations.UnsafeWrap(chunk.Encode()) });
    }

    private static RpcException NotServed() =>
        new(new global::Grpc.Core.Status(StatusCode.NotFound, "this snapshot is not served here"));

    /// <summary>Whether checking the message means checking many signatures; its first byte is its kind.</summary>
    private static bool IsCostly(ReadOnlySpan<byte> message) =>
        message.Length > 0 &&
        (MessageKind)message[0] is MessageKind.PrePrepare or MessageKind.Transactions or MessageKind.ViewChange
            or MessageKind.NewView;

    private static void Release(SemaphoreSlim slots)
    {
        try
        {
            slots.Release();
        }
        catch (ObjectDisposedException)
        {
            // The stream ended while this message was being checked.
        }
    }

    private async ValueTask VerifyAndPostAsync(ReadOnlyMemory<byte> bytes, ReplicaId peer, CancellationToken cancellation)
    {
        if (_verifier.TryVerify(bytes, peer, out var reason) is { } verified)
        {
            await _loop.PostAsync(new Received(verified), cancellation).ConfigureAwait(false);
            return;
        }

        // A faulty peer must not fill the log either.
        var count = Interlocked.Increment(ref _rejected);
        if (count <= 10 || count % 1000 == 0)
        {
            _log.PeerMessageRejected(_network.Route.NameOf(peer), reason ?? "");
        }
    }

    /// <summary>
    /// A validator of this epoch, or of the next: it may have begun that already, and its messages count once we follow.
    /// </summary>
    private bool IsValidator(string account) =>
        _network.Route.Find(account) != null ||
        (_loop.Status.PendingChange?.Next.Validators.Any(v => PeerRoute.AccountOf(v) == account) ?? false);

    /// <summary>TLS has let in a member's certificate; here it must carry an account.</summary>
    private static string Authenticate(ServerCallContext context) =>
        ClientCertificates.NameOf(context) ?? throw new RpcException(new global::Grpc.Core.Status(
            StatusCode.PermissionDenied, "the certificate names no account"));
}
