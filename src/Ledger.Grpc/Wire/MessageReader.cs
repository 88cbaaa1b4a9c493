using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;

namespace Ledger.Grpc.Wire;

/// <summary>
/// Reads the messages of one direction of one call. Once it has given anything but a message it gives the same for
/// ever. One reader at a time. What the pipe throws passes through: client and server name its causes differently.
/// </summary>
internal sealed class MessageReader<T>(
    PipeReader pipe,
    Func<DeserializationContext, T> deserializer,
    int messageBytesMax,
    bool encodingNamed)
    where T : class
{
    private readonly PayloadContext context = new();
    private ReadOutcome? last;
    private T? current;

    public int MessageBytesMax => messageBytesMax;

    /// <summary>The message that was read last.</summary>
    public T Current => current ?? throw new InvalidOperationException("No message has been read.");

    /// <summary>Reads the next message; without waiting and without allocating when its bytes are there.</summary>
    public ValueTask<ReadOutcome> ReadAsync(CancellationToken cancellationToken)
    {
        if (last is { } known)
            return new(known);
        if (pipe.TryRead(out ReadResult result) && TryTake(in result, out ReadOutcome outcome))
            return new(outcome);
        return ReadSlowAsync(cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadOutcome> ReadSlowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (TryTake(in result, out ReadOutcome outcome))
                return outcome;
        }
    }

    private bool TryTake(in ReadResult result, out ReadOutcome outcome)
    {
        if (result.IsCanceled)
        {
            pipe.AdvanceTo(result.Buffer.Start);
            outcome = End(ReadOutcome.Interrupted);
            return true;
        }

        if (FrameDecoder.TryDecode(result.Buffer, messageBytesMax, encodingNamed, out outcome, out var payload))
        {
            if (outcome == ReadOutcome.Message && !TryParse(in payload))
                outcome = ReadOutcome.Unparsable;
            pipe.AdvanceTo(outcome == ReadOutcome.Message ? payload.End : result.Buffer.Start);
            if (outcome != ReadOutcome.Message)
                End(outcome);
            return true;
        }

        bool completed = result.IsCompleted;
        bool empty = result.Buffer.IsEmpty;
        pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        if (!completed)
            return false;
        outcome = End(empty ? ReadOutcome.End : ReadOutcome.Truncated);
        return true;
    }

    /// <summary>A deserialiser reports bytes that are no message only by throwing, whatever the exception.</summary>
    private bool TryParse(in ReadOnlySequence<byte> payload)
    {
        try
        {
            context.Set(in payload);
            current = deserializer(context);
            return current is not null;
        }
        catch (Exception)
        {
            return false;
        }
        finally
        {
            context.Clear();
        }
    }

    private ReadOutcome End(ReadOutcome outcome)
    {
        last = outcome;
        return outcome;
    }
}
