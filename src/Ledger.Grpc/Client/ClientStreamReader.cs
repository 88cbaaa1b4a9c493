using Grpc.Core;
using Ledger.Grpc.Wire;

namespace Ledger.Grpc.Client;

/// <summary>The responses of a call. One reader at a time; a second one is refused.</summary>
internal sealed class ClientStreamReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call)
    : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private static readonly Task<bool> True = Task.FromResult(true);

    private int reading;

    public TResponse Current =>
        (call.Reader ?? throw new InvalidOperationException("No message has been read.")).Current;

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref reading, 1) != 0)
            throw new InvalidOperationException("The read before has not ended: one reader at a time.");
        if (cancellationToken.CanBeCanceled)
            return MoveNextCancellableAsync(cancellationToken);
        ValueTask<ReadOutcome> read = call.ReadAsync();
        if (!read.IsCompletedSuccessfully)
            return FinishAsync(read);
        ReadOutcome outcome = read.Result;
        if (outcome != ReadOutcome.Message)
            return FinishAsync(new ValueTask<ReadOutcome>(outcome));
        Volatile.Write(ref reading, 0);
        return True;
    }

    private async Task<bool> MoveNextCancellableAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static state => ((ClientCall)state!).Cancel(), call);
        return await FinishAsync(call.ReadAsync()).ConfigureAwait(false);
    }

    private async Task<bool> FinishAsync(ValueTask<ReadOutcome> read)
    {
        try
        {
            if (await read.ConfigureAwait(false) == ReadOutcome.Message)
                return true;
            return call.GetStatus().StatusCode == StatusCode.OK ? false : throw call.Failure();
        }
        finally
        {
            Volatile.Write(ref reading, 0);
        }
    }
}
