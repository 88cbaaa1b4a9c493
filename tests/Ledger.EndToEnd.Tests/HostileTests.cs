using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.EndToEnd.Tests;

/// <summary>What strangers may send to a node's port: nothing of it gets in, nothing of it stops the node.</summary>
[Collection(DemoCollection.Name)]
public sealed class HostileTests(DemoNetwork network)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Without_a_member_certificate_there_is_no_session()
    {
        await AssertRefusedAsync(null);
    }

    [Fact]
    public async Task A_certificate_of_a_stranger_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=home-01, O=cell1", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);

        await AssertRefusedAsync(certificate);
    }

    [Fact]
    public async Task A_member_with_tls_1_2_is_refused()
    {
        using var certificate = MemberCertificate();
        var error = await Record.ExceptionAsync(() => HandshakeAsync(certificate, SslProtocols.Tls12));

        Assert.True(error is AuthenticationException or IOException, $"the handshake ended with {error}");
    }

    [Fact]
    public async Task A_member_gets_a_session()
    {
        using var certificate = MemberCertificate();

        Assert.Null(await Record.ExceptionAsync(() => HandshakeAsync(certificate, SslProtocols.Tls13)));
    }

    [Fact]
    public async Task Garbage_to_every_port_changes_nothing()
    {
        var random = new Random(20170601);
        foreach (var address in network.Addresses)
        {
            for (var i = 0; i < 20; i++)
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPEndPoint.Parse(address), TestContext.Current.CancellationToken);
                var garbage = new byte[random.Next(1, 4096)];
                random.NextBytes(garbage);
                try
                {
                    await client.GetStream().WriteAsync(garbage, TestContext.Current.CancellationToken);
                }
                catch (IOException)
                {
                    // The node hung up before all of it was written, as it may.
                }
            }

            await SendGarbageInsideTlsAsync(address, random);
        }

        var status = await LedgerCommand.RunAsync("network", "status", "--dir", network.Directory, "--json");
        Assert.True(status.ExitCode == 0, status.All);
        using var document = System.Text.Json.JsonDocument.Parse(status.Output);
        Assert.Equal(network.Addresses.Count, CountRunning(document.RootElement));
    }

    private static int CountRunning(System.Text.Json.JsonElement root) =>
        root.EnumerateArray().Count(n => n.GetProperty("height").GetUInt64() > 0);

    private async Task SendGarbageInsideTlsAsync(string address, Random random)
    {
        using var certificate = MemberCertificate();
        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(address), TestContext.Current.CancellationToken);
        await using var tls = await AuthenticateAsync(client, certificate, SslProtocols.Tls13);
        var garbage = new byte[65_536];
        random.NextBytes(garbage);
        try
        {
            await tls.WriteAsync(garbage, TestContext.Current.CancellationToken);
            await tls.FlushAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // As above.
        }
    }

    private async Task AssertRefusedAsync(X509Certificate2? certificate)
    {
        foreach (var address in network.Addresses)
        {
            var error = await Record.ExceptionAsync(() => HandshakeAsync(certificate, SslProtocols.Tls13, address));
            Assert.True(error is AuthenticationException or IOException, $"{address}: the handshake ended with {error}");
        }
    }

    /// <summary>
    /// In TLS 1.3 the client is done before the server has seen its certificate, so only a byte that comes back shows that it was let in:
    /// here the server's HTTP/2 settings.
    /// </summary>
    private async Task HandshakeAsync(X509Certificate2? certificate, SslProtocols protocol, string? address = null)
    {
        using var bound = new CancellationTokenSource(Bound);
        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(address ?? network.Addresses[0]), bound.Token);
        await using var tls = await AuthenticateAsync(client, certificate, protocol);
        await tls.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"u8.ToArray(), bound.Token);
        var answer = new byte[9];
        if (await tls.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, bound.Token) < answer.Length)
        {
            throw new IOException("the server closed the connection");
        }
    }

    private static async Task<SslStream> AuthenticateAsync(TcpClient client, X509Certificate2? certificate, SslProtocols protocol)
    {
        var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = protocol,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            ClientCertificates = certificate == null ? [] : [certificate],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        });
        return tls;
    }

    private X509Certificate2 MemberCertificate()
    {
        var folder = network.DeviceDirectory("cell1/home-01");
        using var pem = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pfx), null);
    }
}
