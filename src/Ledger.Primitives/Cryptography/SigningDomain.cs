using System.Text;

namespace Ledger.Primitives;

/// <summary>
/// What a signature is for. The signed input is <c>tag (16 bytes, ASCII, zero padded) | chain id (32) | payload</c>, so
/// that a signature made for one purpose or one chain is worthless for every other.
/// </summary>
/// <remarks>docs/protocol.md, section "Signatures".</remarks>
public sealed class SigningDomain
{
    /// <summary>Bytes before the payload: the tag and the chain id.</summary>
    public const int PrefixSize = 16 + Digest.Size;

    /// <summary>A client's signature over a transaction body.</summary>
    public static readonly SigningDomain Transaction = new("ledger/tx/1");

    /// <summary>A replica's commit vote on a block header.</summary>
    public static readonly SigningDomain Commit = new("ledger/commit/1");

    /// <summary>A replica's pre-prepare (the header of its proposal, not the batch).</summary>
    public static readonly SigningDomain PrePrepare = new("ledger/prepre/1");

    /// <summary>A replica's prepare vote.</summary>
    public static readonly SigningDomain Prepare = new("ledger/prep/1");

    /// <summary>A replica's checkpoint vote.</summary>
    public static readonly SigningDomain Checkpoint = new("ledger/check/1");

    /// <summary>A replica's view-change message.</summary>
    public static readonly SigningDomain ViewChange = new("ledger/vchange/1");

    /// <summary>A primary's new-view message.</summary>
    public static readonly SigningDomain NewView = new("ledger/newview/1");

    /// <summary>A replica's status message and other peer traffic.</summary>
    public static readonly SigningDomain Peer = new("ledger/peer/1");

    private readonly byte[] _tag = new byte[16];

    private SigningDomain(string tag)
    {
        Encoding.ASCII.GetBytes(tag, _tag);
    }

    /// <summary>Writes tag and chain id to the first <see cref="PrefixSize"/> bytes.</summary>
    public void WritePrefix(Digest chainId, Span<byte> destination)
    {
        _tag.CopyTo(destination);
        chainId.CopyTo(destination[_tag.Length..]);
    }

    /// <summary>Signs <c>prefix | payload</c>. Thread safe.</summary>
    /// <param name="signer">The key.</param>
    /// <param name="chainId">Identifies the chain (SHA-256 of its genesis file).</param>
    /// <param name="payload">The exact bytes that will be sent.</param>
    /// <returns>The 64-byte signature.</returns>
    public byte[] Sign(IEd25519Signer signer, Digest chainId, ReadOnlySpan<byte> payload)
    {
        var signature = new byte[64];
        using var input = SignedInput.Rent(this, chainId, payload);
        signer.Sign(input.Span, signature);
        return signature;
    }

    /// <summary>Whether the signature over <c>prefix | payload</c> is valid. Thread safe.</summary>
    public bool Verify(
        IEd25519Verifier verifier,
        Digest chainId,
        ReadOnlySpan<byte> payload,
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> signature)
    {
        using var input = SignedInput.Rent(this, chainId, payload);
        return verifier.Verify(publicKey, input.Span, signature);
    }

    private ref struct SignedInput
    {
        private readonly byte[] _rented;
        private readonly int _length;

        private SignedInput(byte[] rented, int length)
        {
            _rented = rented;
            _length = length;
        }

        public readonly ReadOnlySpan<byte> Span => _rented.AsSpan(0, _length);

        public static SignedInput Rent(SigningDomain domain, Digest chainId, ReadOnlySpan<byte> payload)
        {
            var length = PrefixSize + payload.Length;
            var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(length);
            domain.WritePrefix(chainId, rented);
            payload.CopyTo(rented.AsSpan(PrefixSize));
            return new SignedInput(rented, length);
        }

        public readonly void Dispose() => System.Buffers.ArrayPool<byte>.Shared.Return(_rented);
    }
}
