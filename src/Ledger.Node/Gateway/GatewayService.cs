using Google.Protobuf;
using Grpc.Core;
using Ledger.Node.Execution;
using Ledger.Primitives;
using Ledger.Protocol.V1;
using Ledger.Runtime;
using Ledger.Storage;

namespace Ledger.Node.Gateway;

/// <summary>What clients call (proto/ledger/v1/gateway.proto).</summary>
internal sealed partial class GatewayService : Protocol.V1.Gateway.GatewayBase
{
    private readonly Door _door;
    private readonly LedgerStore _store;
    private readonly BatchExecutor _executor;
    private readonly FinalityBoard _finality;
    private readonly BlockFeed _feed;
    private readonly INodeStatus _status;

    public GatewayService(
        Door door, LedgerStore store, BatchExecutor executor, FinalityBoard finality, BlockFeed feed, INodeStatus status)
    {
        _door = door;
        _store = store;
        _executor = executor;
        _finality = finality;
        _feed = feed;
        _status = status;
    }

    public override Task<StatusResponse> Status(StatusRequest request, ServerCallContext context) =>
        Task.FromResult(_status.Describe());

    private static RpcException Refuse(StatusCode code, string message) =>
        new(new global::Grpc.Core.Status(code, message));

    /// <summary>What a client hears behind a refusal when it may be pruning that has taken what it asks for.</summary>
    private string PrunedNote() => _store.LowestBlock is var lowest && lowest.Value > 1 ? $"; blocks are pruned below {lowest}" : "";

    private static Digest DigestOf(ByteString bytes, string name) => bytes.Length == Digest.Size
        ? new Digest(bytes.Span)
        : throw Refuse(StatusCode.InvalidArgument, $"{name} is not {Digest.Size} bytes");
}
