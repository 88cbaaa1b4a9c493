using Grpc.Core;
using Ledger.Grpc.Wire;
using Microsoft.AspNetCore.Http.Features;

namespace Ledger.Grpc.Server;

/// <summary>The deadline: the caller gets its status at that moment, whatever the handler does.</summary>
internal sealed partial class ServerCall
{
    /// <summary>How long trailers may take to leave before the stream is reset without them.</summary>
    private static readonly TimeSpan TrailersTimeout = TimeSpan.FromSeconds(1);

    private static readonly Status DeadlineStatus = new(StatusCode.DeadlineExceeded, "The deadline has passed.");

    private DateTime deadline = DateTime.MaxValue;
    private DeadlineTimer? deadlineTimer;
    private CancellationTokenSource? cancellation;
    private TaskCompletionSource? deadlineEnd;
    private bool deadlinePassed;

    /// <summary>The status of a call whose token has fired.</summary>
    public Status InterruptedStatus =>
        deadlinePassed ? DeadlineStatus : new Status(StatusCode.Cancelled, "The client ended the call.");

    /// <summary>Reads grpc-timeout and starts the clock. False when the header is malformed.</summary>
    public bool TryStartDeadline()
    {
        if (!http.Request.Headers.TryGetValue(GrpcNames.TimeoutHeader, out var header))
            return true;
        if (!GrpcTimeout.TryDecode(header.ToString(), out TimeSpan timeout))
            return false;

        DateTime now = options.TimeProvider.GetUtcNow().UtcDateTime;
        if (timeout >= DateTime.MaxValue - now)
            return true;
        deadline = now + timeout;
        deadlineEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellation = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        deadlineTimer =
            new DeadlineTimer(options.TimeProvider, deadline, static call => ((ServerCall)call).OnDeadline(), this);
        return true;
    }

    private void OnDeadline()
    {
        lock (gate)
        {
            if (ended)
                return;
            ended = true;
            deadlinePassed = true;
        }

        _ = EndAtDeadlineAsync();
    }

    /// <summary>Trailers first, then a reset with CANCEL, then the handler is told.</summary>
    private async Task EndAtDeadlineAsync()
    {
        try
        {
            WriteStatus(DeadlineStatus, trailers: null);
            await http.Response.CompleteAsync().WaitAsync(TrailersTimeout).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException or OperationCanceledException
            or InvalidOperationException)
        {
            // The client does not take the trailers, or is gone: the reset says enough.
        }
        finally
        {
            http.Features.Get<IHttpResetFeature>()?.Reset((int)StatusMapping.Cancel);
            await cancellation!.CancelAsync().ConfigureAwait(false);
            http.Request.BodyReader.CancelPendingRead();
            deadlineEnd!.SetResult();
        }
    }
}
