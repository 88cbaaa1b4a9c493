using Grpc.Core;
using Ledger.Grpc.Wire;

namespace Ledger.Grpc.Server;

/// <summary>The requests of a call as its handler reads them.</summary>
internal sealed class ServerStreamReader<T>(ServerCall call, MessageReader<T> reader) : IAsyncStreamReader<T>
    where T : class
{
    private static readonly Task<bool> True = Task.FromResult(true);

    private int reading;

    public T Current => reader.Current;

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref reading, 1) != 0)
            throw new InvalidOperationException("The read before has not ended: one reader at a time.");
        ValueTask<ReadOutcome> read = call.ReadAsync(reader, cancellationToken);
        if (!read.IsCompletedSuccessfully)
            return FinishAsync(read);
        ReadOutcome outcome = read.Result;
        if (outcome != ReadOutcome.Message)
            return FinishAsync(new ValueTask<ReadOutcome>(outcome));
        Volatile.Write(ref reading, 0);
        return True;
    }

    private async Task<bool> FinishAsync(ValueTask<ReadOutcome> read)
    {
        try
        {
            ReadOutcome outcome = await read.ConfigureAwait(false);
            return outcome switch
            {
                ReadOutcome.Message => true,
                ReadOutcome.End => false,
                _ => throw new RpcException(call.StatusOf(outcome)),
            };
        }
        finally
        {
            Volatile.Write(ref reading, 0);
        }
    }
}
