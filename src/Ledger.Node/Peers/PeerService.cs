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
    private readonly PeerDirectory _directory;
    private readonly ILogger _log;
    // Messages that did not pass verification; decides which of them the log hears of.
    private long _rejected;

    public PeerService(
        ConsensusLoop loop, MessageVerifier verifier, LedgerStore store, PeerDirectory directory, ILogger<PeerService> log)
    {
        _loop = loop;
        _verifier = verifier;
        _store = store;
        _directory = directory;
        _log = log;
    }

    public override async Task Exchange(
        IAsyncStreamReader<PeerFrame> requestStream, IServerStreamWriter<PeerAck> responseStream, ServerCallContext context)
    {
        var peer = Authenticate(context);
        await context.WriteResponseHeadersAsync([]).ConfigureAwait(false);
        using var slots = new SemaphoreSlim(NodeLimits.PeerVerificationsMax);
        while (await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
        {
            foreach (var message in requestStream.Current.Messages)
            {
                var bytes = message.Memory;
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
            _log.PeerMessageRejected(_directory.NameOf(peer), reason ?? "");
        }
    }

    private ReplicaId Authenticate(ServerCallContext context) =>
        _directory.Find(ClientCertificates.NameOf(context)) is { } id
            ? id
            : throw new RpcException(new global::Grpc.Core.Status(
                StatusCode.PermissionDenied, "the peer service is for validators"));
}
