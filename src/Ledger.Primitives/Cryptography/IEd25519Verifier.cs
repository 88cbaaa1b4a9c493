namespace Ledger.Primitives;

/// <summary>
/// The one signature check of the ledger: Ed25519 (RFC 8032) with libsodium's rules (canonical S, no small-order key).
/// Replicas must never disagree about one signature, so everyone calls the same single-signature function.
/// Implementations are thread safe and pure.
/// </summary>
public interface IEd25519Verifier
{
    /// <summary>Whether <paramref name="signature"/> (64 bytes) is valid for the message under the key (32 bytes).</summary>
    /// <returns>False for any wrong length as well.</returns>
    bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
}
