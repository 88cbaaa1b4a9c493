using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace Ledger.Identity.Interop;

/// <summary>
/// The C functions of libsodium that the ledger calls, with their own names. Call <see
/// cref="LibsodiumLoader.EnsureReady"/> before the first of them. Lengths are checked by the callers: the C side
/// checks none.
/// </summary>
internal static partial class Libsodium
{
    /// <summary>The name that <see cref="LibsodiumLoader"/> resolves.</summary>
    internal const string Library = "libsodium";

    internal const int SeedSize = 32;
    internal const int PublicKeySize = 32;
    internal const int SecretKeySize = 64;
    internal const int SignatureSize = 64;

    /// <summary>0 on first success, 1 when already initialised, -1 on failure. Thread safe.</summary>
    [LibraryImport(Library)]
    internal static partial int sodium_init();

    [LibraryImport(Library)]
    internal static partial int sodium_library_version_major();

    [LibraryImport(Library)]
    internal static partial int sodium_library_version_minor();

    [LibraryImport(Library)]
    internal static partial nuint crypto_sign_ed25519_bytes();

    [LibraryImport(Library)]
    internal static partial nuint crypto_sign_ed25519_publickeybytes();

    [LibraryImport(Library)]
    internal static partial nuint crypto_sign_ed25519_secretkeybytes();

    /// <summary>Guarded memory, kept out of swap where the system allows it; null when there is none.</summary>
    [LibraryImport(Library)]
    internal static partial nint sodium_malloc(nuint size);

    /// <summary>Overwrites the memory with zeros and frees it.</summary>
    [LibraryImport(Library)]
    internal static partial void sodium_free(nint memory);

    [LibraryImport(Library)]
    internal static partial int crypto_sign_ed25519_seed_keypair(
        Span<byte> publicKey, SecretKeyHandle secretKey, ReadOnlySpan<byte> seed);

    [LibraryImport(Library)]
    internal static partial int crypto_sign_ed25519_sk_to_seed(Span<byte> seed, SecretKeyHandle secretKey);

    [LibraryImport(Library)]
    internal static partial int crypto_sign_ed25519_detached(
        Span<byte> signature,
        nint signatureLength,
        ReadOnlySpan<byte> message,
        ulong messageLength,
        SecretKeyHandle secretKey);

    /// <summary>0 when the signature is valid, -1 otherwise.</summary>
    [LibraryImport(Library)]
    internal static partial int crypto_sign_ed25519_verify_detached(
        ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> publicKey);
}
