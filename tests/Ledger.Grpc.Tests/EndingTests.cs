using System.Net;
using Grpc.Core;
using Ledger.Grpc.Client;
using Ledger.Grpc.Server;
using Ledger.Grpc.Testing;

namespace Ledger.Grpc.Tests;

/// <summary>Deadlines and cancellation, on each side.</summary>
public sealed class EndingTests
{
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_client_gives_up_at_its_deadline_and_tells_the_server()
    {
        await using TestServer server = await TestServer.StartAsync();
        ManualClock clock = new();
        Probe.ProbeClient client = server.NewClient(new GrpcChannelOptions { TimeProvider = clock });
        using var call = client.HangAsync(new Nothing(), deadline: After(clock), cancellationToken: Token);
        await server.Service.HangStarted;
        clock.Advance(Later);
        await FailsAsync(StatusCode.DeadlineExceeded, () => call.ResponseAsync);
        await server.Service.HangEnded;
        Assert.Empty(server.Logger.Failures);
    }

    [Fact]
    public async Task The_client_gives_up_alone_when_the_server_keeps_silent()
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestServer server = await TestServer.StartRawAsync(async http =>
        {
            http.RequestAborted.Register(() => aborted.TrySetResult());
            arrived.TrySetResult();
            await aborted.Task;
        });
        ManualClock clock = new();
        Probe.ProbeClient client = server.NewClient(new GrpcChannelOptions { TimeProvider = clock });
        using var call = client.Exchange(deadline: After(clock), cancellationToken: Token);
        await arrived.Task.WaitAsync(ProbeService.Bound, Token);
        clock.Advance(Later);
        await FailsAsync(StatusCode.DeadlineExceeded, () => call.ResponseStream.MoveNext(Token));
        await FailsAsync(StatusCode.DeadlineExceeded, () => call.RequestStream.WriteAsync(new Payload(), Token));
        await aborted.Task.WaitAsync(ProbeService.Bound, Token);
    }

    [Fact]
    public async Task A_deadline_holds_on_the_clock_of_the_machine_too()
    {
        await using TestServer server = await TestServer.StartAsync();
        DateTime soon = DateTime.UtcNow.AddMilliseconds(100);
        using var call = server.NewClient().HangAsync(new Nothing(), deadline: soon, cancellationToken: Token);
        await FailsAsync(StatusCode.DeadlineExceeded, () => call.ResponseAsync);
        Assert.True(DateTime.UtcNow >= soon);
    }

    [Fact]
    public async Task A_deadline_in_the_past_sends_nothing()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var call =
            server.NewClient().PingAsync(new Nothing(), deadline: DateTime.UtcNow.AddSeconds(-1), cancellationToken: Token);
        await FailsAsync(StatusCode.DeadlineExceeded, () => call.ResponseAsync);
        Assert.Null(server.Service.LastFacts);
    }

    [Fact]
    public async Task The_server_enforces_the_deadline_with_trailers()
    {
        ManualClock clock = new();
        await using TestServer server = await TestServer.StartAsync(new GrpcServerOptions { TimeProvider = clock });
        Task<HttpResponseMessage> pending = SendAsync(server, "Hang");
        await server.Service.HangStarted;
        clock.Advance(Later);
        using HttpResponseMessage response = await pending;
        Assert.Equal("4", Assert.Single(response.Headers.GetValues("grpc-status")));
        await server.Service.HangEnded;
        Assert.Empty(server.Logger.Failures);
    }

    [Fact]
    public async Task The_server_enforces_the_deadline_on_a_handler_that_only_reads()
    {
        ManualClock clock = new();
        await using TestServer server = await TestServer.StartAsync(new GrpcServerOptions { TimeProvider = clock });
        Probe.ProbeClient client = server.NewClient(new GrpcChannelOptions { TimeProvider = new ManualClock() });
        using var call = client.Exchange(deadline: After(clock), cancellationToken: Token);
        await call.RequestStream.WriteAsync(new Payload(), Token);
        Assert.True(await call.ResponseStream.MoveNext(Token));
        clock.Advance(Later);
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
        ManualClock clock = new();
        await using TestServer server = await TestServer.StartAsync(new GrpcServerOptions { TimeProvider = clock });
        using HttpResponseMessage response = await SendAsync(server, "Flood");
        clock.Advance(Later);
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
        using var call =
            server.NewClient().PingAsync(new Nothing(), cancellationToken: new CancellationToken(canceled: true));
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
        RpcException failure =
            await Assert.ThrowsAsync<RpcException>(() => action().WaitAsync(ProbeService.Bound, Token));
        Assert.Equal(expected, failure.StatusCode);
    }

    private static DateTime After(ManualClock clock) => clock.GetUtcNow().UtcDateTime.AddMinutes(1);

    private static Task<HttpResponseMessage> SendAsync(TestServer server, string method)
    {
        Uri address = new(server.Address, "/ledger.grpc.testing.Probe/" + method);
        HttpRequestMessage request = new(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new RawContent(new byte[5]),
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.TryAddWithoutValidation("grpc-timeout", "1M");
        return server.NewHttpClient().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }
}
