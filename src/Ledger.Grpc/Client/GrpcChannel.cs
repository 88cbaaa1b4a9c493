using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Authentication;
using Grpc.Core;

namespace Ledger.Grpc.Client;

/// <summary>
/// One HTTP/2 connection to one server, opened by the first call and again after a loss. Every call shares it. Thread
/// safe.
/// </summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly ConcurrentDictionary<string, Uri> methodAddresses = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource shutdown = new();
    private readonly ChannelCallInvoker callInvoker;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        Address = address;
        Options = options;
        Http = new HttpMessageInvoker(CreateHandler(options), disposeHandler: true);
        callInvoker = new ChannelCallInvoker(this);
    }

    internal Uri Address { get; }

    internal GrpcChannelOptions Options { get; }

    internal HttpMessageInvoker Http { get; }

    /// <summary>Fires when the channel is shut down.</summary>
    internal CancellationToken ShutdownToken => shutdown.Token;

    /// <summary>
    /// A channel to "https://host:port", or "http://host:port" for HTTP/2 without TLS. Does not connect.
    /// </summary>
    /// <exception cref="ArgumentException">The address has another scheme or a path, or the options are
    /// wrong.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || address.AbsolutePath != "/")
        {
            throw new ArgumentException(
                "The address of a channel is https://host:port or http://host:port.", nameof(address));
        }

        options ??= new GrpcChannelOptions();
        options.Validate();
        return new GrpcChannel(address, options);
    }

    /// <inheritdoc/>
    public override CallInvoker CreateCallInvoker() => callInvoker;

    /// <summary>Ends all calls with CANCELLED and closes the connection.</summary>
    public void Dispose()
    {
        shutdown.Cancel();
        Http.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The address of a method; the methods of a program are few, so they are kept.</summary>
    internal Uri AddressOf(string fullName) =>
        methodAddresses.TryGetValue(fullName, out Uri? known)
            ? known
            : methodAddresses.GetOrAdd(fullName, new Uri(Address, fullName));

    private static SocketsHttpHandler CreateHandler(GrpcChannelOptions options)
    {
        SslClientAuthenticationOptions tls = options.TlsOptions ?? new SslClientAuthenticationOptions();
        tls.EnabledSslProtocols = SslProtocols.Tls13;
        return new SocketsHttpHandler
        {
            SslOptions = tls,
            ConnectTimeout = options.ConnectTimeout,
            KeepAlivePingDelay = options.KeepAlivePingDelay,
            KeepAlivePingTimeout = options.KeepAlivePingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            InitialHttp2StreamWindowSize = options.StreamWindowBytes,
            EnableMultipleHttp2Connections = false,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
        };
    }
}
