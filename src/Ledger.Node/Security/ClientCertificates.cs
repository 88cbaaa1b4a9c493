using Grpc.Core;
using Ledger.Grpc.Server;
using Ledger.Identity;

namespace Ledger.Node.Security;

/// <summary>Who is at the other end of a call, by its TLS certificate, which the handshake has checked.</summary>
internal static class ClientCertificates
{
    /// <summary>The account <c>organisation/name</c> of the certificate, or null without one.</summary>
    public static string? NameOf(ServerCallContext context)
    {
        var certificate = context.GetClientCertificate();
        return certificate != null && IdentityCertificate.TryParse(certificate.RawDataMemory.Span, out var identity, out _)
            ? identity.AccountName
            : null;
    }
}
