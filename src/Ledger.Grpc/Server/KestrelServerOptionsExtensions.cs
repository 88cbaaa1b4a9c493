using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Ledger.Grpc.Server;

/// <summary>Kestrel's limits, set for gRPC.</summary>
public static class KestrelServerOptionsExtensions
{
    /// <summary>Streams that one connection may have open unless told otherwise.</summary>
    public const int MaxStreamsPerConnectionDefault = 256;

    private const int StreamWindowBytes = 1024 * 1024;
    private const int ConnectionWindowBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// No minimum data rate and no body limit, as a stream may be silent for hours; a stream window of 1 MiB and a
    /// connection window of 4 MiB; pings after 20 s of silence, and the connection is given up 10 s later. The
    /// endpoint itself must still be told to speak HTTP/2 (<c>ListenOptions.Protocols</c>).
    /// </summary>
    /// <param name="options">Kestrel's options.</param>
    /// <param name="maxStreamsPerConnection">
    /// Calls that one connection may have open; a client keeps further calls back until one ends.
    /// </param>
    public static KestrelServerOptions ConfigureForGrpc(
        this KestrelServerOptions options,
        int maxStreamsPerConnection = MaxStreamsPerConnectionDefault)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxStreamsPerConnection, 1);
        options.AddServerHeader = false;
        KestrelServerLimits limits = options.Limits;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.MaxRequestBodySize = null;
        limits.Http2.InitialStreamWindowSize = StreamWindowBytes;
        limits.Http2.InitialConnectionWindowSize = ConnectionWindowBytes;
        limits.Http2.MaxStreamsPerConnection = maxStreamsPerConnection;
        limits.Http2.KeepAlivePingDelay = PingDelay;
        limits.Http2.KeepAlivePingTimeout = PingTimeout;
        return options;
    }
}
