using System.Net.Security;
using System.Security.Authentication;

namespace Ledger.Grpc.Client;

/// <summary>How a channel connects and what it accepts. Not to be changed once a channel has it.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>
    /// TLS for https addresses: client certificate, validation of the server. The protocol is TLS 1.3; options that
    /// name another are refused. Null: the system's trust and no client certificate.
    /// </summary>
    public SslClientAuthenticationOptions? TlsOptions { get; set; }

    /// <summary>The longest response message in bytes; 4 MiB by default. Longer: RESOURCE_EXHAUSTED, unread.</summary>
    public int MaxReceiveMessageBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>The longest request message in bytes; 4 MiB by default. Longer: RESOURCE_EXHAUSTED, unsent.</summary>
    public int MaxSendMessageBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long connecting may take, TLS handshake included; 5 s by default. Longer: UNAVAILABLE.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Silence before a ping is sent while calls are open; 20 s by default, at least 1 s.</summary>
    public TimeSpan KeepAlivePingDelay { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a ping may stay unanswered before the connection is given up; 10 s by default.</summary>
    public TimeSpan KeepAlivePingTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Bytes that the server may send ahead on one stream; 1 MiB by default, at least that, at most 16 MiB.
    /// </summary>
    public int StreamWindowBytes { get; set; } = 1024 * 1024;

    /// <summary>The clock for deadlines.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of its range, or TLS is not 1.3 alone.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxReceiveMessageBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSendMessageBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepAlivePingDelay, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepAlivePingTimeout, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(StreamWindowBytes, 1024 * 1024);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(StreamWindowBytes, 16 * 1024 * 1024);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        if (TlsOptions is { EnabledSslProtocols: not (SslProtocols.None or SslProtocols.Tls13) })
            throw new ArgumentException("A channel speaks TLS 1.3 only.");
    }
}
