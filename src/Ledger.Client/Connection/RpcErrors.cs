using Grpc.Core;
using Ledger.Primitives;

namespace Ledger.Client.Connection;

/// <summary>gRPC statuses in the SDK's own words.</summary>
internal static class RpcErrors
{
    public static LedgerError ToError(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange => LedgerError.InvalidArgument,
        StatusCode.NotFound => LedgerError.NotFound,
        StatusCode.PermissionDenied => LedgerError.PermissionDenied,
        StatusCode.Unauthenticated => LedgerError.Unauthenticated,
        StatusCode.AlreadyExists => LedgerError.Duplicate,
        StatusCode.FailedPrecondition => LedgerError.Refused,
        StatusCode.ResourceExhausted => LedgerError.Busy,
        StatusCode.DeadlineExceeded => LedgerError.Timeout,
        StatusCode.Unavailable => LedgerError.Unavailable,
        _ => LedgerError.Failed,
    };

    /// <summary>The exception to throw for a failed call: cancellation by the caller stays what it is.</summary>
    public static Exception Translate(
        RpcException failure, string? tlsRefusal, Digest? transactionId, CancellationToken cancellation)
    {
        if (failure.StatusCode == StatusCode.Cancelled && cancellation.IsCancellationRequested)
        {
            return new OperationCanceledException(cancellation);
        }

        var message = failure.StatusCode == StatusCode.Unavailable && tlsRefusal != null
            ? tlsRefusal
            : failure.Status.Detail;
        return new LedgerException(
            ToError(failure.StatusCode), message.Length > 0 ? message : $"the node answered {failure.StatusCode}",
            transactionId, failure);
    }
}
