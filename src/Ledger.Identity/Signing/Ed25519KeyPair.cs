using System.Security.Cryptography;
using Ledger.Identity.Interop;
using Ledger.Primitives;

namespace Ledger.Identity;

/// <summary>
/// An Ed25519 key pair (RFC 8032) whose private half lives in guarded native memory and is overwritten with zeros by
/// <see cref="Dispose"/>. Thread safe, also against a concurrent dispose.
/// </summary>
public sealed class Ed25519KeyPair : IEd25519Signer, IDisposable
{
    private readonly SecretKeyHandle _secretKey;
    private readonly byte[] _publicKey = new byte[Ed25519.PublicKeySize];

    private Ed25519KeyPair(ReadOnlySpan<byte> seed)
    {
        LibsodiumLoader.EnsureReady();
        _secretKey = SecretKeyHandle.Allocate();
        if (Libsodium.crypto_sign_ed25519_seed_keypair(_publicKey, _secretKey, seed) != 0)
        {
            throw new CryptographicException("libsodium could not derive a key pair.");
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    /// <summary>The key pair of a seed. The caller wipes its own copy of the seed.</summary>
    /// <param name="seed">32 bytes (RFC 8032 calls them the private key).</param>
    /// <exception cref="ArgumentException">The seed has another length.</exception>
    public static Ed25519KeyPair FromSeed(ReadOnlySpan<byte> seed) =>
        seed.Length == Ed25519.SeedSize
            ? new Ed25519KeyPair(seed)
            : throw new ArgumentException($"A seed has {Ed25519.SeedSize} bytes, not {seed.Length}.", nameof(seed));

    /// <summary>A new key pair from the operating system's random source.</summary>
    public static Ed25519KeyPair Generate()
    {
        Span<byte> seed = stackalloc byte[Ed25519.SeedSize];
        RandomNumberGenerator.Fill(seed);
        try
        {
            return new Ed25519KeyPair(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="signature"/> is not 64 bytes long.</exception>
    /// <exception cref="ObjectDisposedException">The key has been disposed.</exception>
    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
    {
        if (signature.Length != Ed25519.SignatureSize)
        {
            throw new ArgumentException($"A signature has {Ed25519.SignatureSize} bytes.", nameof(signature));
        }

        if (Libsodium.crypto_sign_ed25519_detached(signature, 0, message, (ulong)message.Length, _secretKey) != 0)
        {
            throw new CryptographicException("libsodium could not sign.");
        }
    }

    /// <summary>Copies the 32-byte seed out, to be saved in a key file. The caller wipes the copy.</summary>
    /// <exception cref="ArgumentException"><paramref name="seed"/> is not 32 bytes long.</exception>
    /// <exception cref="ObjectDisposedException">The key has been disposed.</exception>
    public void ExportSeed(Span<byte> seed)
    {
        if (seed.Length != Ed25519.SeedSize)
        {
            throw new ArgumentException($"A seed has {Ed25519.SeedSize} bytes.", nameof(seed));
        }

        if (Libsodium.crypto_sign_ed25519_sk_to_seed(seed, _secretKey) != 0)
        {
            throw new CryptographicException("libsodium could not export a seed.");
        }
    }

    /// <summary>Overwrites the private key with zeros and frees it.</summary>
    public void Dispose() => _secretKey.Dispose();
}
