namespace Ledger.Primitives;

/// <summary>
/// A signed transaction: the exact body bytes and one Ed25519 signature over them. Its id is the digest of
/// <c>"ledger/txid/1" zero padded to 16 | body</c>. Immutable; safe to share.
/// Encoded: body bytes (length, data), signature 64.
/// </summary>
public sealed class Transaction
{
    /// <summary>Largest encoded transaction: room for a contract package of 1 MiB.</summary>
    public const int SizeMax = 1_200_000;

    private Transaction(ReadOnlyMemory<byte> encoded, TransactionBody body, int bodySize)
    {
        Encoded = encoded;
        Body = body;
        BodyBytes = encoded.Slice(4, bodySize);
        Signature = encoded[(4 + bodySize)..];
        Id = ComputeId(BodyBytes.Span);
        LeafHash = MerkleTree.LeafHash(encoded.Span);
    }

    /// <summary>SHA-256 over tag and body; what receipts and duplicate checks go by.</summary>
    public Digest Id { get; }

    /// <summary>
    /// Leaf of the transaction root: covers body and signature, so it names one signed transaction to the bit. "This
    /// signature was verified"
    /// is remembered under it and never under <see cref="Id"/>, which says nothing of the signature.
    /// </summary>
    public Digest LeafHash { get; }

    /// <summary>The whole transaction as sent and stored.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The signed bytes.</summary>
    public ReadOnlyMemory<byte> BodyBytes { get; }

    /// <summary>64 bytes.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>The body, decoded.</summary>
    public TransactionBody Body { get; }

    /// <summary>Signs a body.</summary>
    /// <exception cref="ArgumentException">The body breaks a limit (calls, sizes, window).</exception>
    public static Transaction Sign(TransactionBody body, IEd25519Signer signer)
    {
        var bytes = body.Encode();
        var signature = SigningDomain.Transaction.Sign(signer, body.ChainId, bytes);
        var encoded = new CanonicalWriter(bytes.Length + 68).Bytes(bytes).Raw(signature).ToArray();
        return TryDecode(encoded) ?? throw new ArgumentException("the transaction body breaks a limit", nameof(body));
    }

    /// <summary>Reads a transaction; the signature is not checked here.</summary>
    /// <returns>Null when the bytes are not exactly one well-formed transaction of at most <see cref="SizeMax"/>.</returns>
    public static Transaction? TryDecode(ReadOnlyMemory<byte> encoded)
    {
        var reader = new CanonicalReader(encoded.Span);
        var body = reader.Bytes(SizeMax);
        reader.Raw(64);
        if (!reader.IsComplete || encoded.Length > SizeMax)
        {
            return null;
        }

        var decoded = TransactionBody.TryDecode(encoded.Slice(4, body.Length));
        return decoded == null ? null : new Transaction(encoded, decoded, body.Length);
    }

    /// <summary>Whether the signature is valid under the key in the body, for the chain. Pure.</summary>
    public bool VerifySignature(IEd25519Verifier verifier, Digest chainId) =>
        Body.ChainId == chainId &&
        SigningDomain.Transaction.Verify(verifier, chainId, BodyBytes.Span, Body.PublicKey.Span, Signature.Span);

    private static Digest ComputeId(ReadOnlySpan<byte> body)
    {
        var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(body.Length + 16);
        "ledger/txid/1\0\0\0"u8.CopyTo(rented);
        body.CopyTo(rented.AsSpan(16));
        var id = Digest.Of(rented.AsSpan(0, body.Length + 16));
        System.Buffers.ArrayPool<byte>.Shared.Return(rented);
        return id;
    }
}
