namespace Ledger.Primitives;

/// <summary>Holder of one Ed25519 private key (RFC 8032). Implementations are thread safe.</summary>
public interface IEd25519Signer
{
    /// <summary>The public key, 32 bytes.</summary>
    ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Signs the message.</summary>
    /// <param name="message">The exact bytes to sign, already separated by purpose (<see cref="SigningDomain"/>).</param>
    /// <param name="signature">Receives the signature, 64 bytes.</param>
    void Sign(ReadOnlySpan<byte> message, Span<byte> signature);
}
