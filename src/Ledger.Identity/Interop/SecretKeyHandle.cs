using System.Runtime.InteropServices;

namespace Ledger.Identity.Interop;

/// <summary>
/// A 64-byte Ed25519 secret key in memory of libsodium's own: guarded, never moved by the garbage collector, and
/// overwritten with zeros when the last user lets go, even if nobody disposes it.
/// </summary>
internal sealed class SecretKeyHandle : SafeHandle
{
    private SecretKeyHandle(nint memory)
        : base(0, ownsHandle: true)
    {
        SetHandle(memory);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Reserves memory for one key.</summary>
    /// <exception cref="OutOfMemoryException">The system has no guarded memory left.</exception>
    internal static SecretKeyHandle Allocate()
    {
        var memory = Libsodium.sodium_malloc(Libsodium.SecretKeySize);
        return memory != 0
            ? new SecretKeyHandle(memory)
            : throw new OutOfMemoryException("libsodium could not reserve guarded memory for a key.");
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Libsodium.sodium_free(handle);
        return true;
    }
}
