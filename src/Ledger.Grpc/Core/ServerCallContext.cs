namespace Grpc.Core;

/// <summary>
/// What a handler knows about its call and can tell the caller beside the messages. Valid while the handler runs; only
/// <see cref="CancellationToken"/> may be used from several threads.
/// </summary>
public abstract class ServerCallContext
{
    /// <summary>The path of the call, "/package.Service/Method".</summary>
    public string Method => MethodCore;

    /// <summary>The authority that the client called.</summary>
    public string Host => HostCore;

    /// <summary>The address of the client, as "ipv4:address:port" or "ipv6:[address]:port".</summary>
    public string Peer => PeerCore;

    /// <summary>When the caller stops waiting (UTC); <see cref="DateTime.MaxValue"/> when it never does.</summary>
    public DateTime Deadline => DeadlineCore;

    /// <summary>The metadata that the client sent.</summary>
    public Metadata RequestHeaders => RequestHeadersCore;

    /// <summary>Fires when the client cancels or vanishes, or the deadline passes.</summary>
    public CancellationToken CancellationToken => CancellationTokenCore;

    /// <summary>The metadata to be sent with the status.</summary>
    public Metadata ResponseTrailers => ResponseTrailersCore;

    /// <summary>The status that the call ends with when its handler returns; OK unless set.</summary>
    public Status Status
    {
        get => StatusCore;
        set => StatusCore = value;
    }

    /// <summary>A place for what interceptors and handlers share during the call.</summary>
    public IDictionary<object, object> UserState => UserStateCore;

    /// <inheritdoc cref="Method"/>
    protected abstract string MethodCore { get; }

    /// <inheritdoc cref="Host"/>
    protected abstract string HostCore { get; }

    /// <inheritdoc cref="Peer"/>
    protected abstract string PeerCore { get; }

    /// <inheritdoc cref="Deadline"/>
    protected abstract DateTime DeadlineCore { get; }

    /// <inheritdoc cref="RequestHeaders"/>
    protected abstract Metadata RequestHeadersCore { get; }

    /// <inheritdoc cref="CancellationToken"/>
    protected abstract CancellationToken CancellationTokenCore { get; }

    /// <inheritdoc cref="ResponseTrailers"/>
    protected abstract Metadata ResponseTrailersCore { get; }

    /// <inheritdoc cref="Status"/>
    protected abstract Status StatusCore { get; set; }

    /// <inheritdoc cref="UserState"/>
    protected abstract IDictionary<object, object> UserStateCore { get; }

    /// <summary>Sends the response headers now, once, before the first message.</summary>
    /// <exception cref="InvalidOperationException">The headers have been sent.</exception>
    public Task WriteResponseHeadersAsync(Metadata responseHeaders) => WriteResponseHeadersAsyncCore(responseHeaders);

    /// <inheritdoc cref="WriteResponseHeadersAsync"/>
    protected abstract Task WriteResponseHeadersAsyncCore(Metadata responseHeaders);
}
