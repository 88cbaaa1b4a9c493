using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Ledger.Grpc.Client;
using Ledger.Primitives;
using Ledger.Protocol.V1;

namespace Ledger.Client.Connection;

/// <summary>
/// One node: channel, stub, and which node it has shown itself to be. Connects with the first call. Thread safe.
/// </summary>
internal sealed class NodeConnection : IDisposable
{
    private readonly LedgerClientOptions _options;
    private readonly MemberDirectory _members;
    private readonly GrpcChannel _channel;
    private string? _name;
    private string? _refusal;

    public NodeConnection(Uri node, LedgerClientOptions options, MemberDirectory members)
    {
        Node = node;
        _options = options;
        _members = members;
        var own = options.Identity.TlsCertificate;
        _channel = GrpcChannel.ForAddress(node, new GrpcChannelOptions
        {
            ConnectTimeout = options.ConnectTimeout,
            MaxReceiveMessageBytes = options.AnswerBytesMax,
            TimeProvider = options.TimeProvider,
            TlsOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls13,
                ClientCertificates = [own],
                LocalCertificateSelectionCallback = (_, _, _, _, _) => own,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => Accept(certificate),
            },
        });
        Stub = new Gateway.GatewayClient(_channel);
    }

    public Uri Node { get; }

    public Gateway.GatewayClient Stub { get; }

    /// <summary>For stubs of other services of the node.</summary>
    public GrpcChannel Channel => _channel;

    /// <summary>The node at the other end, <c>organisation/name</c>; null before the first connection.</summary>
    public string? Name => Volatile.Read(ref _name);

    /// <summary>Calls and waits, at most so long.</summary>
    /// <exception cref="LedgerException">The call failed.</exception>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> method, TRequest request, TimeSpan timeout, Digest? transactionId,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var deadline = _options.TimeProvider.GetUtcNow().UtcDateTime + timeout;
        try
        {
            using var call = method(request, new CallOptions(deadline: deadline, cancellationToken: cancellation));
            return await call.ResponseAsync.ConfigureAwait(false);
        }
        catch (RpcException e)
        {
            throw Translate(e, transactionId, cancellation);
        }
    }

    public Exception Translate(RpcException failure, Digest? transactionId, CancellationToken cancellation) =>
        RpcErrors.Translate(failure, Volatile.Read(ref _refusal), transactionId, cancellation);

    public void Dispose() => _channel.Dispose();

    private bool Accept(X509Certificate? certificate)
    {
        var account = _members.Identify(certificate, _options.TimeProvider.GetUtcNow(), out var reason);
        // Answers of this connection count as one node's; an address that turns into another one would count twice
        // in a quorum.
        if (account != null && (Interlocked.CompareExchange(ref _name, account, null) ?? account) != account)
        {
            reason = $"it was {Name} before and is {account} now";
            account = null;
        }

        Volatile.Write(ref _refusal, account == null ? $"{Node.Authority} is not trusted: {reason}" : null);
        return account != null;
    }
}
