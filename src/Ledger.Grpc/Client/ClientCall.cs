using Grpc.Core;
using Ledger.Grpc.Wire;

namespace Ledger.Grpc.Client;

/// <summary>
/// What calls of every type of message have in common: the one end, which deadline, token, reader, writer and owner
/// may all bring about. The first of them decides the status.
/// </summary>
internal abstract class ClientCall : IDisposable
{
    private static readonly Status DeadlineStatus = new(StatusCode.DeadlineExceeded, "The deadline has passed.");
    private static readonly Status DisposedStatus = new(StatusCode.Cancelled, "The call was disposed of.");
    private static readonly Status CancelledStatus = new(StatusCode.Cancelled, "The call was cancelled.");
    private static readonly Status ShutdownStatus = new(StatusCode.Cancelled, "The channel was shut down.");

    private readonly Lock gate = new();
    private readonly CancellationTokenSource cancellation = new();
    private readonly DateTime? deadline;
    private CancellationTokenRegistration callerRegistration;
    private CancellationTokenRegistration channelRegistration;
    private DeadlineTimer? deadlineTimer;
    private Status? status;
    private Metadata? trailers;

    protected ClientCall(GrpcChannel channel, CallOptions options)
    {
        Channel = channel;
        deadline = options.Deadline?.ToUniversalTime();
        CallerToken = options.CancellationToken;
    }

    public GrpcChannel Channel { get; }

    /// <summary>Fires when the call ends before the server ended it.</summary>
    public CancellationToken Token => cancellation.Token;

    protected CancellationToken CallerToken { get; }

    /// <summary>The end of the call, or null while it runs.</summary>
    public Status? End
    {
        get
        {
            lock (gate)
                return status;
        }
    }

    public Status GetStatus() =>
        End ?? throw new InvalidOperationException("The call has not ended.");

    public Metadata GetTrailers()
    {
        GetStatus();
        return trailers ?? Metadata.Empty;
    }

    public abstract Task<Metadata> GetResponseHeadersAsync();

    public void Dispose() => Interrupt(DisposedStatus);

    /// <summary>The exception for the end of the call.</summary>
    public RpcException Failure()
    {
        Status end = GetStatus();
        return new RpcException(
            end.StatusCode == StatusCode.OK ? new Status(StatusCode.OK, "The server has ended the call.") : end,
            GetTrailers());
    }

    /// <summary>Ends the call from this side, and tells the server by a reset.</summary>
    public void Interrupt(Status reason)
    {
        if (!TryEnd(reason, null))
            return;

        // First the token, which wakes a pending read; then the response, whose disposal resets the stream.
        cancellation.Cancel();
        Release();
    }

    public void Cancel() => Interrupt(CancelledStatus);

    /// <summary>Ends the call with what the server or the transport said; a later word changes nothing.</summary>
    public void Finish(Status end, Metadata? endTrailers = null)
    {
        if (TryEnd(end, endTrailers))
            Release();
    }

    /// <summary>Ends the call after an exception of the transport.</summary>
    public void Finish(Exception exception)
    {
        // A server that enforces the deadline may reset the stream a moment before our own timer fires.
        bool late = deadline <= Channel.Options.TimeProvider.GetUtcNow().UtcDateTime;
        Finish(late ? DeadlineStatus : ClientFailure.ToStatus(exception, Channel.Target));
    }

    /// <summary>Frees request, response and buffers.</summary>
    protected abstract void ReleaseCore();

    /// <summary>The value of grpc-timeout, or null.</summary>
    protected string? EncodeTimeout() =>
        deadline is { } end && end < DateTime.MaxValue.AddDays(-1)
            ? GrpcTimeout.Encode(end - Channel.Options.TimeProvider.GetUtcNow().UtcDateTime)
            : null;

    /// <summary>Arms deadline and tokens; one that has fired already ends the call here.</summary>
    protected void Watch()
    {
        if (Channel.ShutdownToken.IsCancellationRequested)
            throw new ObjectDisposedException(nameof(GrpcChannel));
        TimeProvider clock = Channel.Options.TimeProvider;
        if (deadline is { } end && end < DateTime.MaxValue.AddDays(-1))
        {
            if (end <= clock.GetUtcNow().UtcDateTime)
                Interrupt(DeadlineStatus);
            else
                deadlineTimer =
                    new DeadlineTimer(clock, end, static call => ((ClientCall)call).Interrupt(DeadlineStatus), this);
        }

        callerRegistration = CallerToken.UnsafeRegister(static call => ((ClientCall)call!).Cancel(), this);
        channelRegistration = Channel.ShutdownToken.UnsafeRegister(
            static call => ((ClientCall)call!).Interrupt(ShutdownStatus), this);

        // What ended the call meanwhile may not have seen all three.
        if (End is not null)
            Unwatch();
    }

    private bool TryEnd(Status end, Metadata? endTrailers)
    {
        lock (gate)
        {
            if (status is not null)
                return false;
            status = end;
            trailers = endTrailers;
            return true;
        }
    }

    private void Release()
    {
        Unwatch();
        ReleaseCore();
    }

    private void Unwatch()
    {
        deadlineTimer?.Dispose();
        callerRegistration.Unregister();
        channelRegistration.Unregister();
    }
}
