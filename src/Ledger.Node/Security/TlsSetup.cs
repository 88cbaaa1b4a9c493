using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Ledger.Grpc.Client;
using Ledger.Identity;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Ledger.Node.Security;

/// <summary>
/// TLS 1.3 with a certificate on both sides (L1). Nobody without a certificate of a member organisation gets past the
/// handshake; a peer must
/// in addition be the validator that was dialled.
/// </summary>
internal static class TlsSetup
{
    public static HttpsConnectionAdapterOptions ForServer(NodeEnvironment environment, TimeProvider time, ILogger log) => new()
    {
        ServerCertificate = environment.Identity.TlsCertificate,
        SslProtocols = SslProtocols.Tls13,
        ClientCertificateMode = ClientCertificateMode.RequireCertificate,
        CheckCertificateRevocation = false,
        HandshakeTimeout = TimeSpan.FromSeconds(5),
        ClientCertificateValidation = (certificate, _, _) =>
        {
            if (environment.Trust.ValidateTlsPeer(certificate, TlsPeerRole.Client, time.GetUtcNow(), out _, out var reason))
            {
                return true;
            }

            log.HandshakeRefused(reason);
            return false;
        },
    };

    public static GrpcChannelOptions ForPeer(NodeEnvironment environment, string account, TimeProvider time) => new()
    {
        MaxReceiveMessageBytes = NodeLimits.PeerMessageBytesMax,
        MaxSendMessageBytes = NodeLimits.PeerMessageBytesMax,
        TlsOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            ClientCertificates = [environment.Identity.TlsCertificate],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => environment.Identity.TlsCertificate,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is X509Certificate2 presented &&
                environment.Trust.ValidateTlsPeer(
                    presented, TlsPeerRole.Server, time.GetUtcNow(), out var identity, out _) &&
                identity.AccountName == account,
        },
    };
}
