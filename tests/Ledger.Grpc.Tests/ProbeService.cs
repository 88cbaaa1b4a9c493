using Google.Protobuf;
using Grpc.Core;
using Ledger.Grpc.Server;
using Ledger.Grpc.Testing;

namespace Ledger.Grpc.Tests;

/// <summary>
/// The service under test: each method does one thing, and signals what a test must be able to wait for.
/// </summary>
internal sealed class ProbeService : Probe.ProbeBase
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource hangStarted = NewSignal();
    private readonly TaskCompletionSource hangEnded = NewSignal();
    private readonly TaskCompletionSource floodEnded = NewSignal();
    private readonly TaskCompletionSource exchangeEnded = NewSignal();

    public Task HangStarted => hangStarted.Task.WaitAsync(Bound);

    public Task HangEnded => hangEnded.Task.WaitAsync(Bound);

    public Task FloodEnded => floodEnded.Task.WaitAsync(Bound);

    public Task ExchangeEnded => exchangeEnded.Task.WaitAsync(Bound);

    public CallFacts? LastFacts { get; private set; }

    public override Task<Nothing> Ping(Nothing request, ServerCallContext context)
    {
        LastFacts = new CallFacts(
            context.Method, context.Host, context.Peer, context.Deadline, context.GetClientCertificate()?.Subject);
        return Task.FromResult(new Nothing());
    }

    public override async Task<Payload> Echo(Payload request, ServerCallContext context)
    {
        if (context.RequestHeaders.GetValue("x-echo") is { } text)
            await context.WriteResponseHeadersAsync(new Metadata { { "x-echo", text } });
        if (context.RequestHeaders.GetValueBytes("x-echo-bin") is { } bytes)
            context.ResponseTrailers.Add("x-echo-bin", bytes);
        return request;
    }

    public override Task<Nothing> Fail(EchoStatus request, ServerCallContext context)
    {
        if (request.Unexpected)
            throw new FormatException("secret detail");
        context.ResponseTrailers.Add("x-before", "handler");
        throw new RpcException(
            new Status((StatusCode)request.Code, request.Message),
            new Metadata { { "x-thrown", "yes" } });
    }

    public override async Task<Nothing> Hang(Nothing request, ServerCallContext context)
    {
        hangStarted.TrySetResult();
        try
        {
            await new TaskCompletionSource().Task.WaitAsync(context.CancellationToken);
        }
        finally
        {
            hangEnded.TrySetResult();
        }

        return request;
    }

    public override async Task<Total> Collect(IAsyncStreamReader<Payload> requestStream, ServerCallContext context)
    {
        Total total = new();
        await foreach (Payload payload in requestStream.ReadAllAsync())
        {
            total.Messages++;
            total.Bytes += payload.Data.Length;
        }

        return total;
    }

    public override async Task Produce(
        SizesRequest request,
        IServerStreamWriter<Payload> responseStream,
        ServerCallContext context)
    {
        if (request.Buffered)
            responseStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        for (int i = 0; i < request.Sizes.Count; i++)
        {
            await responseStream.WriteAsync(
                new Payload { Number = i, Data = ByteString.CopyFrom(new byte[request.Sizes[i]]) });
        }
    }

    public override async Task Exchange(
        IAsyncStreamReader<Payload> requestStream,
        IServerStreamWriter<Payload> responseStream,
        ServerCallContext context)
    {
        try
        {
            while (await requestStream.MoveNext(CancellationToken.None))
            {
                if (requestStream.Current.Number < 0)
                    throw new RpcException(new Status(StatusCode.Aborted, "a negative number"));
                await responseStream.WriteAsync(requestStream.Current);
            }
        }
        finally
        {
            exchangeEnded.TrySetResult();
        }
    }

    public override async Task Flood(
        Nothing request,
        IServerStreamWriter<Payload> responseStream,
        ServerCallContext context)
    {
        Payload payload = new() { Data = ByteString.CopyFrom(new byte[16 * 1024]) };
        try
        {
            while (true)
                await responseStream.WriteAsync(payload);
        }
        finally
        {
            floodEnded.TrySetResult();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
