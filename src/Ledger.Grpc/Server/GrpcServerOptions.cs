namespace Ledger.Grpc.Server;

/// <summary>
/// Limits of the services. How many calls one connection may have open is Kestrel's to limit:
/// <see cref="KestrelServerOptionsExtensions.ConfigureForGrpc"/>.
/// </summary>
public sealed class GrpcServerOptions
{
    /// <summary>The longest request message in bytes; 4 MiB by default. Longer: RESOURCE_EXHAUSTED, unread.</summary>
    public int MaxReceiveMessageBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// The longest response message in bytes; 4 MiB by default, which is what clients accept by default. Longer:
    /// RESOURCE_EXHAUSTED, unsent.
    /// </summary>
    public int MaxSendMessageBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>The clock for deadlines.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is below 1.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxReceiveMessageBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSendMessageBytes, 1);
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
