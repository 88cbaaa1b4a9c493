using Grpc.Core;
using Ledger.Primitives;

namespace Ledger.Node.Gateway;

/// <summary>How an outcome on the ledger reads as a gRPC status.</summary>
internal static class StatusMapping
{
    public static StatusCode ToGrpc(ReceiptStatus status) => status switch
    {
        ReceiptStatus.Ok => StatusCode.OK,
        ReceiptStatus.PermissionDenied => StatusCode.PermissionDenied,
        ReceiptStatus.Unauthenticated => StatusCode.Unauthenticated,
        ReceiptStatus.NotFound => StatusCode.NotFound,
        ReceiptStatus.InvalidArgument => StatusCode.InvalidArgument,
        ReceiptStatus.OutOfResources => StatusCode.ResourceExhausted,
        ReceiptStatus.Duplicate => StatusCode.AlreadyExists,
        ReceiptStatus.OutsideWindow or ReceiptStatus.Rejected => StatusCode.FailedPrecondition,
        _ => StatusCode.Aborted,
    };
}
