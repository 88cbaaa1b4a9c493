using Ledger.Client;
using Ledger.Identity;

namespace Ledger.Cli.Network;

/// <summary>A client and the identity that it acts with; both end together.</summary>
public sealed class DeviceConnection : IAsyncDisposable
{
    internal DeviceConnection(DeviceIdentity identity, LedgerClient client)
    {
        Identity = identity;
        Client = client;
    }

    /// <summary>Who acts.</summary>
    public DeviceIdentity Identity { get; }

    /// <summary>The way to the ledger.</summary>
    public LedgerClient Client { get; }

    /// <summary>
    /// Tells the ledger this account's current certificate. Doing so again changes nothing, so a caller need not know
    /// whether it was done.
    /// </summary>
    /// <exception cref="LedgerException">The ledger refused, or could not be asked.</exception>
    public async Task<TransactionReceipt> EnrolAsync(CancellationToken cancellation = default)
    {
        var call = new CallArguments().Bytes(Identity.Certificate.Encoded.Span).Call("identity", "enrol");
        var receipt = await Client.SubmitAsync(call, cancellation).ConfigureAwait(false);
        return receipt.EnsureOk();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().ConfigureAwait(false);
        Identity.Dispose();
    }
}
