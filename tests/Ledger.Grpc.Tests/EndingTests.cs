using System.Net;
using Grpc.Core;
using Ledger.Grpc.Client;
using Ledger.Grpc.Testing;

namespace Ledger.Grpc.Tests;

/// <summary>Deadlines and cancellation, on each side.</summary>
public sealed class EndingTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_client_gives_up_at_its_deadline_and_tells_the_server()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var call = server.NewClient().HangAsync(new Nothing(), deadline: DateTime.UtcNow + Soon, cancellationToken: Token);
        await FailsAsync(StatusCode.DeadlineExceeded, () => call.ResponseAsync);
        await server.Service.HangEnded;
        Assert.Empty(server.Logger.Failures);
    }

    [Fact]
    public async Task The_client_gives_up_alone_when_the_server_keeps_silent()
    {
        TaskCompletionSource aborted = new();
        await using TestServer server = await TestServer.StartRawAsync(async http =>
        {
            http.RequestAborted.Register(() => aborted.TrySetResult());
            await aborted.Task;
        });
        using var call = server.NewClient().Exchange(deadline: DateTime.UtcNow + Soon, cancellationToken: Token);
        await FailsAsync(StatusCode.DeadlineExceeded, () => call.ResponseStream.MoveNext(Token));
        await FailsAsync(StatusCode.DeadlineExceeded, () => call.RequestStream.WriteAsync(new Payload(), Token));
        await aborted.Task.WaitAsync(ProbeService.Bound, Token);
    }

    [Fact]
    public async Task A_deadline_in_the_past_sends_nothing()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var call = server.NewClient().PingAsync(new Nothing(), deadline: DateTime.UtcNow - Soon, cancellationToken: Token);
        await FailsAsync(StatusCode.DeadlineExceeded, () => call.ResponseAsync);
        Assert.Null(server.Service.LastFacts);
    }

    [Fact]
    public async Task The_server_enforces_the_deadline_with_trailers()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await SendAsync(server, "Hang", new RawContent(new byte[5]));
        Assert.Equal("4", Assert.Single(response.Headers.GetValues("grpc-status")));
        await server.Service.HangEnded;
        Assert.Empty(server.Logger.Failures);
    }

    [Fact]
    public async Task The_server_enforces_the_deadline_on_a_handler_that_only_reads()
    {
        await using TestServer server = await TestServer.StartAsync();
        GrpcChannelOptions options = new() { TimeProvider = new StoppedClock() };
        DateTime deadline = options.TimeProvider.GetUtcNow().UtcDateTime + Soon;
        using var call = server.NewClient(options).Exchange(deadline: deadline, cancellationToken: Token);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => call.ResponseStream.MoveNext(Token).WaitAsync(ProbeService.Bound, Token));

        // The trailers name the deadline; the reset with CANCEL behind them may overtake them in the HTTP client.
        Assert.Contains(failure.StatusCode, (StatusCode[])[StatusCode.DeadlineExceeded, StatusCode.Cancelled]);
        await server.Service.ExchangeEnded;
        Assert.Empty(server.Logger.Failures);
    }

    [Fact]
    public async Task The_deadline_ends_a_stream_that_nobody_reads()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await SendAsync(server, "Flood", new RawContent(new byte[5]));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await server.Service.FloodEnded;
        Assert.Empty(server.Logger.Failures);
    }

    [Fact]
    public async Task The_client_cancels_by_token()
    {
        await using TestServer server = await TestServer.StartAsync();
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var call = server.NewClient().HangAsync(new Nothing(), cancellationToken: source.Token);
        await server.Service.HangStarted;
        await source.CancelAsync();
        await FailsAsync(StatusCode.Cancelled, () => call.ResponseAsync);
        await server.Service.HangEnded;
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        Assert.Empty(server.Logger.Failures);
    }

    [Fact]
    public async Task A_token_that_has_fired_sends_nothing()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var call = server.NewClient().PingAsync(new Nothing(), cancellationToken: new CancellationToken(canceled: true));
        await FailsAsync(StatusCode.Cancelled, () => call.ResponseAsync);
        Assert.Null(server.Service.LastFacts);
    }

    [Fact]
    public async Task The_client_cancels_by_disposing()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var call = server.NewClient().Flood(new Nothing(), cancellationToken: Token);
        Assert.True(await call.ResponseStream.MoveNext(Token));
        call.Dispose();
        await server.Service.FloodEnded;
        await FailsAsync(StatusCode.Cancelled, () => call.ResponseStream.MoveNext(Token));
        Assert.Empty(server.Logger.Failures);
    }

    [Fact]
    public async Task Cancelling_a_read_ends_the_call()
    {
        await using TestServer server = await TestServer.StartAsync();
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var call = server.NewClient().Exchange(cancellationToken: Token);
        await call.RequestStream.WriteAsync(new Payload(), Token);
        Assert.True(await call.ResponseStream.MoveNext(Token));
        Task<bool> read = call.ResponseStream.MoveNext(source.Token);
        await source.CancelAsync();
        await FailsAsync(StatusCode.Cancelled, () => read);
        await FailsAsync(StatusCode.Cancelled, () => call.RequestStream.WriteAsync(new Payload(), Token));
    }

    [Fact]
    public async Task Disposing_of_the_channel_ends_its_calls()
    {
        await using TestServer server = await TestServer.StartAsync();
        GrpcChannel channel = server.NewChannel();
        Probe.ProbeClient client = new(channel);
        using var call = client.HangAsync(new Nothing(), cancellationToken: Token);
        await server.Service.HangStarted;
        channel.Dispose();
        await FailsAsync(StatusCode.Cancelled, () => call.ResponseAsync);
        await server.Service.HangEnded;
        Assert.Throws<ObjectDisposedException>(() => client.PingAsync(new Nothing(), cancellationToken: Token));
    }

    [Fact]
    public async Task The_status_is_not_known_before_the_end()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var call = server.NewClient().HangAsync(new Nothing(), cancellationToken: Token);
        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
    }

    private static async Task FailsAsync(StatusCode expected, Func<Task> action)
    {
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => action().WaitAsync(ProbeService.Bound, Token));
        Assert.Equal(expected, failure.StatusCode);
    }

    private static Task<HttpResponseMessage> SendAsync(TestServer server, string method, RawContent content)
    {
        HttpRequestMessage request = new(HttpMethod.Post, new Uri(server.Address, "/ledger.grpc.testing.Probe/" + method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.TryAddWithoutValidation("grpc-timeout", "100m");
        return server.NewHttpClient().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }
}
