using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Ledger.Grpc.Client;
using Ledger.Grpc.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Ledger.Grpc.Tests;

/// <summary>The client against a server that may answer anything.</summary>
public sealed class ClientRulesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(431, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(204, StatusCode.Unknown)]
    public Task HTTP_statuses_are_mapped(int httpStatus, StatusCode expected) => EndsAsync(expected, http =>
    {
        http.Response.StatusCode = httpStatus;
        return Task.CompletedTask;
    });

    [Theory]
    [InlineData(7, StatusCode.Unavailable)]
    [InlineData(8, StatusCode.Cancelled)]
    [InlineData(11, StatusCode.ResourceExhausted)]
    [InlineData(12, StatusCode.PermissionDenied)]
    [InlineData(2, StatusCode.Internal)]
    public async Task Resets_are_mapped_before_and_after_the_headers(int error, StatusCode expected)
    {
        await EndsAsync(expected, http =>
        {
            http.Features.Get<IHttpResetFeature>()!.Reset(error);
            return Task.CompletedTask;
        });
        await EndsAsync(expected, async http =>
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.StartAsync(Token);
            await http.Response.Body.FlushAsync(Token);
            http.Features.Get<IHttpResetFeature>()!.Reset(error);
        });
    }

    [Fact]
    public async Task A_grpc_status_counts_more_than_the_HTTP_status()
    {
        RpcException failure = await EndsAsync(StatusCode.NotFound, http =>
        {
            http.Response.StatusCode = 500;
            http.Response.ContentType = "application/grpc";
            http.Response.Headers["grpc-status"] = "5";
            http.Response.Headers["grpc-message"] = "gone %zz%E2%98%BA";
            http.Response.Headers["x-more"] = "yes";
            return Task.CompletedTask;
        });
        Assert.Equal("gone %zz☺", failure.Status.Detail);
        Assert.Equal("yes", failure.Trailers.GetValue("x-more"));
        Assert.Null(failure.Trailers.Get("grpc-status"));
    }

    [Fact]
    public Task Other_contents_are_UNKNOWN() => EndsAsync(StatusCode.Unknown, http =>
    {
        http.Response.ContentType = "text/html";
        return http.Response.WriteAsync("hello", Token);
    });

    [Fact]
    public Task A_missing_status_is_UNKNOWN(
        ) => EndsAsync(StatusCode.Unknown, http => AnswerAsync(http, new byte[5], null));

    [Fact]
    public Task An_unknown_status_is_UNKNOWN(
        ) => EndsAsync(StatusCode.Unknown, http => AnswerAsync(http, new byte[5], "99"));

    [Fact]
    public Task OK_without_a_message_is_INTERNAL(
        ) => EndsAsync(StatusCode.Internal, http => AnswerAsync(http, [], "0"));

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, null, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0, 0, 0, 3, 1 }, null, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 255 }, null, StatusCode.Internal)]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, null, StatusCode.Internal)]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, "gzip", StatusCode.Unimplemented)]
    [InlineData(new byte[] { 4, 0, 0, 0, 0 }, null, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 255, 0, 0, 0 }, null, StatusCode.ResourceExhausted)]
    public Task Malformed_responses_have_their_status(byte[] body, string? encoding, StatusCode expected) =>
        EndsAsync(expected, http =>
        {
            if (encoding is not null)
                http.Response.Headers["grpc-encoding"] = encoding;
            return AnswerAsync(http, body, "0");
        });

    [Fact]
    public async Task A_response_may_come_byte_by_byte()
    {
        await using TestServer server = await TestServer.StartRawAsync(async http =>
        {
            http.Response.ContentType = "application/grpc";
            foreach (byte value in (byte[])[0, 0, 0, 0, 2, 8, 5])
            {
                await http.Response.Body.WriteAsync(new[] { value }, Token);
                await http.Response.Body.FlushAsync(Token);
            }

            http.Response.AppendTrailer("grpc-status", "0");
        });
        Assert.Equal(5, (await server.NewClient().EchoAsync(new Payload(), cancellationToken: Token)).Number);
    }

    [Fact]
    public async Task The_request_is_as_the_protocol_says()
    {
        TaskCompletionSource<string> seen = new();
        await using TestServer server = await TestServer.StartRawAsync(http =>
        {
            HttpRequest request = http.Request;
            seen.SetResult(string.Join(
                ' ',
                request.Method,
                request.Path,
                request.ContentType,
                request.Headers.TE,
                request.Headers["x-a-bin"]));
            return AnswerAsync(http, new byte[5], "0");
        });
        Metadata headers = new() { { "x-a-bin", [1] } };
        await server.NewClient().PingAsync(new Nothing(), headers, cancellationToken: Token);
        Assert.Equal("POST /ledger.grpc.testing.Probe/Ping application/grpc trailers AQ", await seen.Task);
    }

    [Fact]
    public async Task A_closed_port_is_UNAVAILABLE_in_one_line()
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Uri address = new($"http://{socket.LocalEndPoint}");
        using GrpcChannel channel = GrpcChannel.ForAddress(address);
        Probe.ProbeClient client = new(channel);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            async () => await client.PingAsync(new Nothing(), cancellationToken: Token));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Contains(address.Authority, failure.Status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Status.Detail);

        using var stream = client.Exchange(cancellationToken: Token);
        failure = await Assert.ThrowsAsync<RpcException>(() => stream.RequestStream.WriteAsync(new Payload(), Token));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        failure = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(Token));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Fact]
    public async Task A_channel_works_again_after_its_server_came_back()
    {
        TestServer first = await TestServer.StartAsync();
        Uri address = first.Address;
        using GrpcChannel channel = GrpcChannel.ForAddress(address);
        Probe.ProbeClient client = new(channel);
        using var stream = client.Exchange(cancellationToken: Token);
        await stream.RequestStream.WriteAsync(new Payload(), Token);
        Assert.True(await stream.ResponseStream.MoveNext(Token));
        await first.DisposeAsync();
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(Token));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);

        await using TestServer second = await TestServer.StartAsync(port: address.Port);
        await client.PingAsync(new Nothing(), cancellationToken: Token);
    }

    [Fact]
    public async Task An_early_refusal_reaches_writer_and_reader()
    {
        await using TestServer server = await TestServer.StartRawAsync(http =>
        {
            http.Response.ContentType = "application/grpc";
            http.Response.Headers["grpc-status"] = "7";
            return Task.CompletedTask;
        });
        using var call = server.NewClient().Exchange(cancellationToken: Token);
        Payload large = new() { Data = ByteString.CopyFrom(new byte[1_000_000]) };
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true)
                await call.RequestStream.WriteAsync(large, Token);
        });
        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
        failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Token));
        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
    }

    private static async Task<RpcException> EndsAsync(StatusCode expected, RequestDelegate handler)
    {
        await using TestServer server = await TestServer.StartRawAsync(handler);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            async () => await server.NewClient().EchoAsync(new Payload(), cancellationToken: Token));
        Assert.Equal(expected, failure.StatusCode);
        return failure;
    }

    private static async Task AnswerAsync(HttpContext http, byte[] body, string? status)
    {
        http.Response.ContentType = "application/grpc";
        await http.Response.StartAsync(Token);
        await http.Response.Body.WriteAsync(body, Token);
        if (status is not null)
            http.Response.AppendTrailer("grpc-status", status);
    }
}
