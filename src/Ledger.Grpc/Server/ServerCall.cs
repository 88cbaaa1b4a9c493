using System.Globalization;
using System.Net.Sockets;
using Grpc.Core;
using Ledger.Grpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Ledger.Grpc.Server;

/// <summary>
/// One call on the server. The handler's side and the deadline may both end it; <see cref="gate"/> decides who does,
/// and keeps frames and trailers apart.
/// </summary>
internal sealed partial class ServerCall : ServerCallContext
{
    private readonly Lock gate = new();
    private readonly HttpContext http;
    private readonly GrpcServerOptions options;
    private readonly MessageFramer framer;
    private Metadata? requestHeaders;
    private Metadata? responseTrailers;
    private Dictionary<object, object>? userState;
    private bool ended;

    public ServerCall(HttpContext http, GrpcServerOptions options)
    {
        this.http = http;
        this.options = options;
        framer = new MessageFramer(options.MaxSendMessageBytes);
    }

    public HttpContext HttpContext => http;

    /// <summary>True when the client named an encoding other than identity for its messages.</summary>
    public bool EncodingNamed =>
        http.Request.Headers.TryGetValue(GrpcNames.EncodingHeader, out var encoding)
        && !string.Equals(encoding.ToString(), GrpcNames.Identity, StringComparison.OrdinalIgnoreCase);

    protected override string MethodCore => http.Request.Path.Value ?? "";

    protected override string HostCore => http.Request.Host.Value ?? "";

    protected override string PeerCore
    {
        get
        {
            if (http.Connection.RemoteIpAddress is not { } address)
                return "unknown";
            string port = http.Connection.RemotePort.ToString(CultureInfo.InvariantCulture);
            return address.AddressFamily == AddressFamily.InterNetworkV6
                ? $"ipv6:[{address}]:{port}"
                : $"ipv4:{address}:{port}";
        }
    }

    protected override DateTime DeadlineCore => deadline;

    protected override Metadata RequestHeadersCore => requestHeaders ??= ReadRequestHeaders();

    protected override CancellationToken CancellationTokenCore => cancellation?.Token ?? http.RequestAborted;

    protected override Metadata ResponseTrailersCore => responseTrailers ??= new Metadata();

    protected override Status StatusCore { get; set; } = Status.DefaultSuccess;

    protected override IDictionary<object, object> UserStateCore => userState ??= [];

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        Task flush;
        lock (gate)
        {
            ThrowIfEnded();
            if (http.Response.HasStarted)
                throw new InvalidOperationException("The response headers have been sent.");
            AppendMetadata(http.Response.Headers, responseHeaders);
            StartResponse();
            flush = http.Response.BodyWriter.FlushAsync().AsTask();
        }

        await flush.ConfigureAwait(false);
    }

    /// <summary>Adds metadata to headers; reserved names are the handler's mistake and are refused.</summary>
    private static void AppendMetadata(IHeaderDictionary headers, Metadata metadata)
    {
        for (int i = 0; i < metadata.Count; i++)
        {
            Metadata.Entry entry = metadata[i];
            if (MetadataCodec.IsReserved(entry.Key))
                throw new InvalidOperationException($"\"{entry.Key}\" is a name of the protocol.");
            headers.Append(entry.Key, MetadataCodec.Encode(entry));
        }
    }

    private Metadata ReadRequestHeaders()
    {
        Metadata metadata = new();
        foreach (var header in http.Request.Headers)
        {
            foreach (string? value in header.Value)
                MetadataCodec.AddDecoded(metadata, header.Key, value);
        }

        return metadata;
    }
}
