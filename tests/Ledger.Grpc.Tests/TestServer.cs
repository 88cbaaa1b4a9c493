using System.Collections.Concurrent;
using System.Net;
using Ledger.Grpc.Client;
using Ledger.Grpc.Server;
using Ledger.Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ledger.Grpc.Tests;

/// <summary>
/// Kestrel on a free loopback port, with the probe service or with any handler of raw HTTP/2 requests.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly List<IDisposable> owned = [];

    private TestServer(WebApplication application, ProbeService service, RecordingLogger logger, string scheme)
    {
        this.application = application;
        Service = service;
        Logger = logger;
        Address = new UriBuilder(application.Urls.Single()) { Scheme = scheme }.Uri;
    }

    public Uri Address { get; }

    public ProbeService Service { get; }

    public RecordingLogger Logger { get; }

    public static Task<TestServer> StartAsync(
        GrpcServerOptions? options = null,
        Action<ListenOptions>? listen = null,
        int port = 0)
    {
        ProbeService service = new();
        return StartAsync(service, app => app.MapGrpcService(Probe.BindService(service), options), listen, port);
    }

    /// <summary>A server that answers every request as the handler says: for wrong answers.</summary>
    public static Task<TestServer> StartRawAsync(RequestDelegate handler) =>
        StartAsync(new ProbeService(), app => app.Run(handler), null, 0);

    public GrpcChannel NewChannel(GrpcChannelOptions? options = null) => Own(GrpcChannel.ForAddress(Address, options));

    public Probe.ProbeClient NewClient(GrpcChannelOptions? options = null) => new(NewChannel(options));

    public HttpClient NewHttpClient() => Own(new HttpClient
    {
        BaseAddress = Address,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = ProbeService.Bound,
    });

    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable disposable in owned)
            disposable.Dispose();
        await application.StopAsync(new CancellationToken(canceled: true));
        await application.DisposeAsync();
    }

    private static async Task<TestServer> StartAsync(
        ProbeService service,
        Action<WebApplication> map,
        Action<ListenOptions>? listen,
        int port)
    {
        RecordingLogger logger = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerProvider>(logger);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureForGrpc();
            kestrel.Listen(IPAddress.Loopback, port, options =>
            {
                options.Protocols = HttpProtocols.Http2;
                listen?.Invoke(options);
            });
        });
        WebApplication application = builder.Build();
        map(application);
        await application.StartAsync();
        return new TestServer(application, service, logger, listen is null ? "http" : "https");
    }

    private T Own<T>(T disposable)
        where T : IDisposable
    {
        owned.Add(disposable);
        return disposable;
    }

    /// <summary>Keeps what the gRPC layer logs.</summary>
    internal sealed class RecordingLogger : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<Exception> Failures { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error && exception is not null)
                Failures.Enqueue(exception);
        }

        public void Dispose()
        {
        }
    }
}
