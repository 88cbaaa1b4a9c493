using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Identity.Tests;

/// <summary>
/// Requirement L1 on real sockets: TLS 1.3, both sides certified, outsiders refused by the handshake.
/// </summary>
public sealed class TlsHandshakeTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();
    private readonly CertificateAuthority _north = CertificateAuthority.Create("north", TimeProvider.System);
    private readonly CertificateAuthority _south = CertificateAuthority.Create("south", TimeProvider.System);
    private readonly CertificateAuthority _outsider = CertificateAuthority.Create("outsider", TimeProvider.System);

    public void Dispose()
    {
        _north.Dispose();
        _south.Dispose();
        _outsider.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task MembersMeetAndKnowEachOther()
    {
        using var node = Enrol(_north, "node-1", isNode: true);
        using var device = Enrol(_south, "home-1", isNode: false);
        var result = await Handshake(node.TlsCertificate, device.TlsCertificate, Members.TrustIn(_north, _south));
        Assert.Equal("south/home-1", result.ClientSeen);
        Assert.Equal("north/node-1", result.ServerSeen);
        Assert.Equal(SslProtocols.Tls13, result.Protocol);
    }

    [Fact]
    public async Task OutsidersAndStrangersWithoutACertificateAreRefused()
    {
        using var node = Enrol(_north, "node-1", isNode: true);
        using var stranger = Enrol(_outsider, "home-1", isNode: false);
        var trust = Members.TrustIn(_north, _south);
        Assert.Null((await Handshake(node.TlsCertificate, stranger.TlsCertificate, trust)).ClientSeen);
        Assert.Null((await Handshake(node.TlsCertificate, null, trust)).ClientSeen);
    }

    [Fact]
    public async Task ADeviceCannotPoseAsANode()
    {
        using var posing = Enrol(_north, "home-1", isNode: false);
        using var device = Enrol(_south, "home-2", isNode: false);
        var result = await Handshake(posing.TlsCertificate, device.TlsCertificate, Members.TrustIn(_north, _south));
        Assert.Null(result.ServerSeen);
    }

    private DeviceIdentity Enrol(CertificateAuthority authority, string name, bool isNode)
    {
        var path = _directory.At(authority.Organisation, name);
        Enrolment.Enrol(path, authority, name, new EnrolmentTerms { IsNode = isNode });
        return DeviceIdentity.Load(path);
    }

    private static async Task<(string? ClientSeen, string? ServerSeen, SslProtocols Protocol)> Handshake(
        X509Certificate2 server, X509Certificate2? client, TrustStore trust)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var caller = new TcpClient();
        await caller.ConnectAsync((IPEndPoint)listener.LocalEndpoint, limit.Token);
        using var accepted = await listener.AcceptTcpClientAsync(limit.Token);
        await using var serverStream = new SslStream(accepted.GetStream());
        await using var clientStream = new SslStream(caller.GetStream());

        string? clientSeen = null;
        string? serverSeen = null;
        var serving = serverStream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = server,
                ClientCertificateRequired = true,
                EnabledSslProtocols = SslProtocols.Tls13,
                RemoteCertificateValidationCallback = (_, peer, _, _) =>
                    Judge(trust, peer, TlsPeerRole.Client, out clientSeen),
            },
            limit.Token);
        var calling = clientStream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ClientCertificates = client is null ? null : [client],
                EnabledSslProtocols = SslProtocols.Tls13,
                RemoteCertificateValidationCallback = (_, peer, _, _) =>
                    Judge(trust, peer, TlsPeerRole.Server, out serverSeen),
            },
            limit.Token);

        // The side that refuses throws; closing its stream then ends the other side's wait.
        var refusedByClient = await Refuses(calling, clientStream);
        var refusedByServer = await Refuses(serving, serverStream);
        Assert.Equal(clientSeen is null || serverSeen is null, refusedByServer || refusedByClient);
        return (clientSeen, serverSeen, refusedByServer ? SslProtocols.None : serverStream.SslProtocol);
    }

    private static bool Judge(TrustStore trust, X509Certificate? peer, TlsPeerRole role, out string? account)
    {
        var accepted = trust.ValidateTlsPeer(
            peer as X509Certificate2, role, TimeProvider.System.GetUtcNow(), out var identity, out _);
        account = identity?.AccountName;
        return accepted;
    }

    private static async Task<bool> Refuses(Task handshake, SslStream stream)
    {
        try
        {
            await handshake;
            return false;
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            await stream.DisposeAsync();
            return true;
        }
    }
}
