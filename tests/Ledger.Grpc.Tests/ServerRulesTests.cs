using System.Net;
using System.Net.Sockets;
using System.Text;
using Ledger.Grpc.Server;
using Ledger.Grpc.Testing;

namespace Ledger.Grpc.Tests;

/// <summary>The server against a bare HTTP/2 client that may send anything.</summary>
public sealed class ServerRulesTests
{
    private const string Service = "/ledger.grpc.testing.Probe/";

    // Payload { number = 5, data = "abc" } as a frame.
    private static readonly byte[] Frame = [0, 0, 0, 0, 7, 8, 5, 18, 3, 97, 98, 99];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_response_has_headers_messages_and_trailers()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await PostAsync(server, "Echo", new RawContent(Frame));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/grpc", response.Content.Headers.ContentType?.ToString());
        Assert.False(response.Headers.Contains("grpc-status"));
        Assert.Equal(Frame, await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal("0", Single(response.TrailingHeaders, "grpc-status"));
    }

    [Fact]
    public async Task A_frame_may_come_in_any_two_pieces_and_byte_by_byte()
    {
        await using TestServer server = await TestServer.StartAsync();
        for (int cut = 1; cut < Frame.Length; cut++)
            await EchoesAsync(server, new RawContent(Frame[..cut], Frame[cut..]));
        await EchoesAsync(server, new RawContent([.. Frame.Select(value => (byte[])[value])]));
    }

    [Fact]
    public async Task Two_frames_may_come_in_one_piece()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await PostAsync(server, "Exchange", new RawContent([.. Frame, .. Frame]));
        byte[] body = await response.Content.ReadAsByteArrayAsync(Token);
        Assert.Equal((byte[])[.. Frame, .. Frame], body);
        Assert.Equal("0", Single(response.TrailingHeaders, "grpc-status"));
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc-web", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc+proto", HttpStatusCode.OK)]
    public async Task Other_contents_are_415(string contentType, HttpStatusCode expected)
    {
        await using TestServer server = await TestServer.StartAsync();
        RawContent content = new(Frame);
        content.Headers.Remove("content-type");
        content.Headers.TryAddWithoutValidation("content-type", contentType);
        using HttpResponseMessage response = await PostAsync(server, "Echo", content);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Unknown_methods_and_services_are_UNIMPLEMENTED_trailers_only()
    {
        await using TestServer server = await TestServer.StartAsync();
        await TrailersOnlyAsync(server, "/ledger.grpc.testing.Probe/Nowhere", "12", new RawContent(Frame));
        await TrailersOnlyAsync(server, "/other.Service/Ping", "12", new RawContent(Frame));
        using HttpResponseMessage get =
            await server.NewHttpClient().GetAsync(new Uri(Service + "Ping", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, null, "13")]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, "identity", "13")]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, "gzip", "12")]
    [InlineData(new byte[] { 7, 0, 0, 0, 0 }, null, "13")]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, null, "13")]
    [InlineData(new byte[] { 0, 0, 0 }, null, "13")]
    [InlineData(new byte[0], null, "13")]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 255 }, null, "13")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, null, "13")]
    [InlineData(new byte[] { 0, 255, 255, 255, 255 }, null, "8")]
    public async Task Malformed_requests_have_their_status(byte[] body, string? encoding, string status)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response =
            await TrailersOnlyAsync(server, Service + "Echo", status, new RawContent(body), encoding);
        if (status == "12")
            Assert.Equal("identity", Single(response.Headers, "grpc-accept-encoding"));
        Assert.Empty(server.Logger.Failures);
    }

    [Fact]
    public async Task A_malformed_request_stream_ends_with_its_status_too()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response =
            await PostAsync(server, "Exchange", new RawContent([.. Frame, 9, 9, 9, 9, 9]));
        Assert.Equal(Frame, await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal("13", Single(response.TrailingHeaders, "grpc-status"));
        Assert.Empty(server.Logger.Failures);
    }

    [Fact]
    public async Task A_named_encoding_harms_no_plain_message()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await PostAsync(server, "Echo", new RawContent(Frame), "gzip");
        await response.Content.ReadAsByteArrayAsync(Token);
        Assert.Equal("0", Single(response.TrailingHeaders, "grpc-status"));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("1s")]
    [InlineData("123456789S")]
    public async Task A_malformed_timeout_is_INTERNAL(string timeout)
    {
        await using TestServer server = await TestServer.StartAsync();
        await TrailersOnlyAsync(server, Service + "Ping", "13", new RawContent(new byte[5]), timeout: timeout);
    }

    [Fact]
    public async Task An_oversized_message_is_refused_before_it_comes()
    {
        await using TestServer server =
            await TestServer.StartAsync(new GrpcServerOptions { MaxReceiveMessageBytes = 10 });
        TaskCompletionSource never = new();
        await TrailersOnlyAsync(server, Service + "Echo", "8", new RawContent(never.Task, [0, 0, 0, 0, 11]));
    }

    [Fact]
    public async Task Garbage_ends_its_connection_and_nothing_else()
    {
        await using TestServer server = await TestServer.StartAsync();
        Probe.ProbeClient client = server.NewClient();
        await client.PingAsync(new Nothing(), cancellationToken: Token);
        Random random = new(20240607);
        byte[] preface = Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        for (int round = 0; round < 40; round++)
        {
            byte[] noise = new byte[1 + random.Next(2000)];
            random.NextBytes(noise);
            byte[] bytes = (round % 3) switch
            {
                0 => noise,
                1 => [.. preface, .. noise],
                _ => Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
            };
            using TcpClient tcp = new();
            await tcp.ConnectAsync(IPAddress.Loopback, server.Address.Port, Token);
            await SendAndDrainAsync(tcp, bytes);
        }

        await client.PingAsync(new Nothing(), cancellationToken: Token);
        await server.NewClient().PingAsync(new Nothing(), cancellationToken: Token);
    }

    private static async Task SendAndDrainAsync(TcpClient tcp, byte[] bytes)
    {
        byte[] buffer = new byte[4096];
        NetworkStream stream = tcp.GetStream();
        try
        {
            await stream.WriteAsync(bytes, Token);
            tcp.Client.Shutdown(SocketShutdown.Send);
            while (await stream.ReadAsync(buffer, Token).AsTask().WaitAsync(ProbeService.Bound, Token) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // A reset is as good an end as a close.
        }
    }

    private static async Task EchoesAsync(TestServer server, RawContent content)
    {
        using HttpResponseMessage response = await PostAsync(server, "Echo", content);
        Assert.Equal(Frame, await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal("0", Single(response.TrailingHeaders, "grpc-status"));
    }

    private static async Task<HttpResponseMessage> TrailersOnlyAsync(
        TestServer server,
        string path,
        string status,
        RawContent content,
        string? encoding = null,
        string? timeout = null)
    {
        HttpResponseMessage response = await PostAsync(server, path, content, encoding, timeout);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(status, Single(response.Headers, "grpc-status"));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Empty(response.TrailingHeaders);
        return response;
    }

    private static Task<HttpResponseMessage> PostAsync(
        TestServer server,
        string path,
        RawContent content,
        string? encoding = null,
        string? timeout = null)
    {
        Uri address = new(server.Address, path.StartsWith('/') ? path : Service + path);
        HttpRequestMessage request = new(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        if (encoding is not null)
            request.Headers.TryAddWithoutValidation("grpc-encoding", encoding);
        if (timeout is not null)
            request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
        return server.NewHttpClient().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }

    private static string Single(System.Net.Http.Headers.HttpResponseHeaders headers, string name) =>
        Assert.Single(headers.GetValues(name));
}
