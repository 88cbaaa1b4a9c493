using Ledger.Identity.Interop;
using Ledger.Primitives;

namespace Ledger.Identity;

/// <summary>
/// Ed25519 signature checks (RFC 8032 §5.1.7, cofactorless) by libsodium's rules: S below the group order, canonical
/// public key, neither R nor the public key of small order. Thread safe, pure, no allocations.
/// </summary>
public sealed class Ed25519 : IEd25519Verifier
{
    /// <summary>Bytes in a private seed.</summary>
    public const int SeedSize = Libsodium.SeedSize;

    /// <summary>Bytes in a public key.</summary>
    public const int PublicKeySize = Libsodium.PublicKeySize;

    /// <summary>Bytes in a signature: R, then S.</summary>
    public const int SignatureSize = Libsodium.SignatureSize;

    /// <summary>The one instance: it has no state.</summary>
    public static Ed25519 Instance { get; } = new();

    private Ed25519()
    {
    }

    /// <summary>Loads the native library now, so that a process without it stops at its start.</summary>
    /// <exception cref="DllNotFoundException">
    /// libsodium is missing or too old; the message says what to install.
    /// </exception>
    public static void EnsureAvailable() => LibsodiumLoader.EnsureReady();

    /// <inheritdoc/>
    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        LibsodiumLoader.EnsureReady();
        return publicKey.Length == PublicKeySize
            && signature.Length == SignatureSize
            && Libsodium.crypto_sign_ed25519_verify_detached(
                signature, message, (ulong)message.Length, publicKey) == 0;
    }
}
