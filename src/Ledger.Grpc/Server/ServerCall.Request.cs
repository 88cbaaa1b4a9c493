using System.Runtime.CompilerServices;
using Grpc.Core;
using Ledger.Grpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Ledger.Grpc.Server;

/// <summary>Messages of the request.</summary>
internal sealed partial class ServerCall
{
    public MessageReader<T> CreateReader<T>(Marshaller<T> marshaller)
        where T : class => new(
            http.Request.BodyReader,
            marshaller.ContextualDeserializer,
            options.MaxReceiveMessageBytes,
            EncodingNamed);

    public Status StatusOf(ReadOutcome outcome) => outcome == ReadOutcome.Interrupted
        ? InterruptedStatus
        : outcome.ToStatus(options.MaxReceiveMessageBytes);

    /// <summary>Reads a message; a client that vanishes is an outcome, not an exception.</summary>
    public ValueTask<ReadOutcome> ReadAsync<T>(MessageReader<T> reader, CancellationToken cancellationToken)
        where T : class
    {
        ValueTask<ReadOutcome> read;
        try
        {
            read = reader.ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (IsDisconnect(exception))
        {
            return new(ReadOutcome.Interrupted);
        }

        return read.IsCompletedSuccessfully ? read : GuardAsync(read);
    }

    /// <summary>Reads the only message of a request and sees that it is the only one.</summary>
    /// <exception cref="RpcException">There is none, or another, or it is malformed.</exception>
    public async ValueTask<T> ReadSingleAsync<T>(Marshaller<T> marshaller)
        where T : class
    {
        MessageReader<T> reader = CreateReader(marshaller);
        ReadOutcome outcome = await ReadAsync(reader, CancellationToken.None).ConfigureAwait(false);
        if (outcome == ReadOutcome.End)
            throw new RpcException(new Status(StatusCode.Internal, "The request has no message."));
        if (outcome != ReadOutcome.Message)
            throw new RpcException(StatusOf(outcome));

        T message = reader.Current;
        outcome = await ReadAsync(reader, CancellationToken.None).ConfigureAwait(false);
        if (outcome == ReadOutcome.Message)
            throw new RpcException(new Status(StatusCode.Internal, "The request has more than one message."));
        return outcome == ReadOutcome.End ? message : throw new RpcException(StatusOf(outcome));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ReadOutcome> GuardAsync(ValueTask<ReadOutcome> read)
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        catch (Exception exception) when (IsDisconnect(exception))
        {
            return ReadOutcome.Interrupted;
        }
    }

    /// <summary>What Kestrel throws on a read of a request that is reset, cut off, cancelled or malformed.</summary>
    private static bool IsDisconnect(Exception exception) =>
        exception is IOException or OperationCanceledException or BadHttpRequestException;
}
