using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Ledger.Grpc.Client;
using Ledger.Grpc.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Ledger.Grpc.Tests;

/// <summary>Mutually authenticated TLS 1.3 with certificates of a CA of the test's own.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly X509Certificate2 authority;
    private readonly X509Certificate2 serverCertificate;
    private readonly X509Certificate2 memberCertificate;
    private readonly X509Certificate2 strangerCertificate;

    public TlsTests()
    {
        authority = Authority("CN=Test CA");
        serverCertificate = Issue(authority, "CN=server");
        memberCertificate = Issue(authority, "CN=member");
        using X509Certificate2 otherAuthority = Authority("CN=Other CA");
        strangerCertificate = Issue(otherAuthority, "CN=stranger");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        authority.Dispose();
        serverCertificate.Dispose();
        memberCertificate.Dispose();
        strangerCertificate.Dispose();
    }

    [Fact]
    public async Task A_member_gets_in_and_is_known_to_the_handler()
    {
        await using TestServer server = await StartAsync();
        Probe.ProbeClient client = server.NewClient(Options(memberCertificate));
        await client.PingAsync(new Nothing(), cancellationToken: Token);
        Assert.Equal("CN=member", server.Service.LastFacts!.CertificateSubject);
    }

    [Fact]
    public async Task Nobody_else_gets_in()
    {
        await using TestServer server = await StartAsync();
        foreach (X509Certificate2? certificate in (X509Certificate2?[])[null, strangerCertificate])
        {
            Probe.ProbeClient client = server.NewClient(Options(certificate));
            RpcException failure = await Assert.ThrowsAsync<RpcException>(
                async () => await client.PingAsync(new Nothing(), cancellationToken: Token));
            Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
            Assert.DoesNotContain('\n', failure.Status.Detail);
        }

        Assert.Null(server.Service.LastFacts);
    }

    [Fact]
    public async Task A_server_of_another_authority_is_not_spoken_to()
    {
        await using TestServer server = await StartAsync();
        GrpcChannelOptions options = Options(memberCertificate);
        options.TlsOptions!.RemoteCertificateValidationCallback = (_, _, _, _) => false;
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            async () => await server.NewClient(options).PingAsync(new Nothing(), cancellationToken: Token));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.StartsWith("TLS with", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_channel_refuses_older_TLS()
    {
        SslClientAuthenticationOptions tls = new() { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 };
        GrpcChannelOptions options = new() { TlsOptions = tls };
        Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(new Uri("https://127.0.0.1:1"), options));
        Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(new Uri("ftp://127.0.0.1:1")));
        Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(new Uri("http://127.0.0.1:1/path")));
    }

    private static X509Certificate2 Authority(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        byte[] serial = RandomNumberGenerator.GetBytes(12);
        using X509Certificate2 issued = request.Create(
            authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), serial);
        return issued.CopyWithPrivateKey(key);
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(listen: options => options.UseHttps(https =>
    {
        https.SslProtocols = SslProtocols.Tls13;
        https.ServerCertificate = serverCertificate;
        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        https.ClientCertificateValidation = (certificate, _, _) => IsOurs(certificate);
    }));

    private GrpcChannelOptions Options(X509Certificate2? certificate) => new()
    {
        TlsOptions = new SslClientAuthenticationOptions
        {
            ClientCertificateContext = certificate is null
                ? null
                : SslStreamCertificateContext.Create(certificate, null, offline: true),
            RemoteCertificateValidationCallback = (_, remote, _, _) => remote is X509Certificate2 leaf && IsOurs(leaf),
        },
    };

    private bool IsOurs(X509Certificate2 certificate)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
