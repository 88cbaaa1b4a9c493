using Google.Protobuf;
using Grpc.Core;
using Ledger.Grpc.Client;
using Ledger.Grpc.Server;
using Ledger.Grpc.Testing;

namespace Ledger.Grpc.Tests;

/// <summary>Client and server together: what the interop cases of grpc/grpc ask for.</summary>
public sealed class CallTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Empty_and_large_unary_calls()
    {
        await using TestServer server = await TestServer.StartAsync();
        Probe.ProbeClient client = server.NewClient();
        using AsyncUnaryCall<Nothing> ping = client.PingAsync(new Nothing(), cancellationToken: Token);
        Assert.Equal(new Nothing(), await ping);
        Assert.Equal(StatusCode.OK, ping.GetStatus().StatusCode);

        foreach (int size in (int[])[0, 1, 5, 16 * 1024 - 5, 16 * 1024, 65_536, 1_000_000, 4_000_000])
        {
            Payload payload = new() { Number = size, Data = ByteString.CopyFrom(Pattern(size)) };
            Assert.Equal(payload, await client.EchoAsync(payload, cancellationToken: Token));
        }

        Assert.Equal(new Nothing(), client.Ping(new Nothing(), cancellationToken: Token));
    }

    [Fact]
    public async Task Metadata_travels_both_ways()
    {
        await using TestServer server = await TestServer.StartAsync();
        Metadata headers = new() { { "x-echo", "some text" }, { "x-echo-bin", [0, 255, 128, 1] } };
        using AsyncUnaryCall<Payload> call =
            server.NewClient().EchoAsync(new Payload(), headers, cancellationToken: Token);
        await call;
        Assert.Equal("some text", (await call.ResponseHeadersAsync).GetValue("x-echo"));
        Assert.Equal([0, 255, 128, 1], call.GetTrailers().GetValueBytes("x-echo-bin"));
    }

    [Fact]
    public async Task Reserved_names_cannot_be_sent()
    {
        await using TestServer server = await TestServer.StartAsync();
        Metadata headers = new() { { "grpc-status", "0" } };
        Assert.Throws<ArgumentException>(
            () => server.NewClient().PingAsync(new Nothing(), headers, cancellationToken: Token));
    }

    [Fact]
    public async Task Every_status_and_its_text_arrive()
    {
        await using TestServer server = await TestServer.StartAsync();
        Probe.ProbeClient client = server.NewClient();
        for (int code = 1; code <= 16; code++)
        {
            EchoStatus request = new() { Code = code, Message = $"\t{code} ☺ 100% \r\n" };
            RpcException failure = await Assert.ThrowsAsync<RpcException>(
                async () => await client.FailAsync(request, cancellationToken: Token));
            Assert.Equal((StatusCode)code, failure.StatusCode);
            Assert.Equal(request.Message, failure.Status.Detail);
            Assert.Equal("handler", failure.Trailers.GetValue("x-before"));
            Assert.Equal("yes", failure.Trailers.GetValue("x-thrown"));
        }
    }

    [Fact]
    public async Task An_unexpected_exception_is_logged_and_not_told()
    {
        await using TestServer server = await TestServer.StartAsync();
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await server.NewClient().FailAsync(new EchoStatus { Unexpected = true }, cancellationToken: Token));
        Assert.Equal(StatusCode.Unknown, failure.StatusCode);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.IsType<FormatException>(Assert.Single(server.Logger.Failures));
    }

    [Fact]
    public async Task A_method_that_is_not_implemented()
    {
        await using TestServer server = await TestServer.StartAsync();
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            async () => await server.NewClient().MissingAsync(new Nothing(), cancellationToken: Token));
        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Client_streaming_counts_all(bool buffered)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var call = server.NewClient().Collect(cancellationToken: Token);
        if (buffered)
            call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        for (int i = 0; i < 500; i++)
            await call.RequestStream.WriteAsync(new Payload { Data = ByteString.CopyFrom(new byte[i]) }, Token);
        await call.RequestStream.CompleteAsync();
        Assert.Equal(new Total { Messages = 500, Bytes = 500 * 499 / 2 }, await call);
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new Payload(), Token));
    }

    [Fact]
    public async Task A_client_stream_may_be_empty()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var call = server.NewClient().Collect(cancellationToken: Token);
        await call.RequestStream.CompleteAsync();
        Assert.Equal(new Total(), await call);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Server_streaming_keeps_order_and_sizes(bool buffered)
    {
        await using TestServer server = await TestServer.StartAsync();
        int[] sizes = [31415, 0, 9, 2653, 58979, 200_000, 1];
        using var call = server.NewClient(
            ).Produce(new SizesRequest { Sizes = { sizes }, Buffered = buffered }, cancellationToken: Token);
        List<int> seen = [];
        await foreach (Payload payload in call.ResponseStream.ReadAllAsync(Token))
        {
            Assert.Equal(seen.Count, payload.Number);
            seen.Add(payload.Data.Length);
        }

        Assert.Equal(sizes, seen);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.False(await call.ResponseStream.MoveNext(Token));
    }

    [Fact]
    public async Task A_server_stream_may_be_empty()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var call = server.NewClient().Produce(new SizesRequest(), cancellationToken: Token);
        Assert.False(await call.ResponseStream.MoveNext(Token));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_duplex_stream_answers_each_of_1000_messages()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var call = server.NewClient().Exchange(cancellationToken: Token);
        for (int i = 0; i < 1000; i++)
        {
            await call.RequestStream.WriteAsync(new Payload { Number = i }, Token);
            Assert.True(await call.ResponseStream.MoveNext(Token));
            Assert.Equal(i, call.ResponseStream.Current.Number);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Token));
    }

    [Fact]
    public async Task A_duplex_stream_flows_both_ways_at_once_past_its_windows()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var call = server.NewClient().Exchange(cancellationToken: Token);
        const int Count = 600;
        Payload payload = new() { Data = ByteString.CopyFrom(new byte[20_000]) };
        Task write = Task.Run(
            async () =>
            {
                for (int i = 0; i < Count; i++)
                    await call.RequestStream.WriteAsync(payload, Token);
                await call.RequestStream.CompleteAsync();
            },
            Token);
        int count = 0;
        while (await call.ResponseStream.MoveNext(Token))
            count++;
        await write.WaitAsync(ProbeService.Bound, Token);
        Assert.Equal(Count, count);
    }

    [Fact]
    public async Task The_server_may_end_a_duplex_stream_first()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var call = server.NewClient().Exchange(cancellationToken: Token);
        await call.RequestStream.WriteAsync(new Payload { Number = -1 }, Token);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Token));
        Assert.Equal(StatusCode.Aborted, failure.StatusCode);
        failure = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Payload(), Token));
        Assert.Equal(StatusCode.Aborted, failure.StatusCode);
        await call.RequestStream.CompleteAsync();
    }

    [Fact]
    public async Task Limits_of_messages_hold_on_each_side()
    {
        GrpcServerOptions options = new() { MaxReceiveMessageBytes = 1000, MaxSendMessageBytes = 2000 };
        await using TestServer server = await TestServer.StartAsync(options);
        Probe.ProbeClient client = server.NewClient();
        Assert.Equal(900, (await client.EchoAsync(Sized(900), cancellationToken: Token)).Data.Length);
        await ExhaustedAsync(async () => await client.EchoAsync(Sized(1100), cancellationToken: Token));
        await ExhaustedAsync(() => DrainAsync(client, 2100));

        Probe.ProbeClient small =
            server.NewClient(new GrpcChannelOptions { MaxReceiveMessageBytes = 500, MaxSendMessageBytes = 800 });
        await ExhaustedAsync(async () => await small.EchoAsync(Sized(600), cancellationToken: Token));
        await ExhaustedAsync(async () => await small.EchoAsync(Sized(900), cancellationToken: Token));
        await ExhaustedAsync(() => DrainAsync(small, 600));
        using var call = small.Collect(cancellationToken: Token);
        await ExhaustedAsync(() => call.RequestStream.WriteAsync(Sized(900), Token));
        await call.RequestStream.WriteAsync(Sized(100), Token);
        await call.RequestStream.CompleteAsync();
        Assert.Equal(1, (await call).Messages);
    }

    [Fact]
    public async Task Many_calls_share_a_connection()
    {
        await using TestServer server = await TestServer.StartAsync();
        Probe.ProbeClient client = server.NewClient();
        Task<Payload>[] calls = [.. Enumerable.Range(0, 1000).Select(
            i => client.EchoAsync(new Payload { Number = i }, cancellationToken: Token).ResponseAsync)];
        Payload[] responses = await Task.WhenAll(calls).WaitAsync(ProbeService.Bound, Token);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), responses.Select(response => response.Number));
    }

    [Fact]
    public async Task A_second_writer_or_reader_is_refused()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var call = server.NewClient().Exchange(cancellationToken: Token);
        Task<bool> read = call.ResponseStream.MoveNext(Token);
        Assert.Throws<InvalidOperationException>(() => { _ = call.ResponseStream.MoveNext(Token); });
        await call.RequestStream.WriteAsync(new Payload { Number = 1 }, Token);
        Assert.True(await read);

        // A message larger than the windows keeps its writer waiting until the other side reads.
        Payload large = new() { Data = ByteString.CopyFrom(new byte[4_000_000]) };
        using var silent = server.NewClient().Exchange(cancellationToken: Token);
        Task write = silent.RequestStream.WriteAsync(large, Token);
        Assert.Throws<InvalidOperationException>(() => { _ = silent.RequestStream.WriteAsync(large, Token); });
        Assert.True(await silent.ResponseStream.MoveNext(Token));
        await write;
    }

    [Fact]
    public async Task The_context_says_who_calls_what()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.NewClient(
            ).PingAsync(new Nothing(), deadline: DateTime.UtcNow.AddMinutes(5), cancellationToken: Token);
        CallFacts facts = server.Service.LastFacts!;
        Assert.Equal("/ledger.grpc.testing.Probe/Ping", facts.Method);
        Assert.Equal(server.Address.Authority, facts.Host);
        Assert.StartsWith("ipv4:127.0.0.1:", facts.Peer, StringComparison.Ordinal);
        Assert.InRange(facts.Deadline, DateTime.UtcNow.AddMinutes(4), DateTime.UtcNow.AddMinutes(6));
        Assert.Null(facts.CertificateSubject);
    }

    private static Payload Sized(int bytes) => new() { Data = ByteString.CopyFrom(new byte[bytes]) };

    private static byte[] Pattern(int size)
    {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++)
            bytes[i] = (byte)(i % 251);
        return bytes;
    }

    private static async Task DrainAsync(Probe.ProbeClient client, int size)
    {
        using var call = client.Produce(new SizesRequest { Sizes = { 1, size } }, cancellationToken: Token);
        while (await call.ResponseStream.MoveNext(Token))
            Assert.Equal(1, call.ResponseStream.Current.Data.Length);
    }

    private static async Task ExhaustedAsync(Func<Task> action)
    {
        RpcException failure = await Assert.ThrowsAsync<RpcException>(action);
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.Contains("limit", failure.Status.Detail, StringComparison.Ordinal);
    }
}
