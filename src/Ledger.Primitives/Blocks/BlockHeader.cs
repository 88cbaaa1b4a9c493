namespace Ledger.Primitives;

/// <summary>
/// The header of a block: a function of the batch and of earlier state only, never of view or primary (DESIGN.md 3).
/// Fixed layout of 213 bytes (docs/protocol.md, "Header"; drawn at <see cref="Encode"/>). Its hash is SHA-256 of
/// "ledger/header/2" zero padded to 16 and these bytes.
/// </summary>
/// <param name="Height">Sequence number of the batch.</param>
/// <param name="PreviousHash">Hash of the header before; for height 1 the chain id.</param>
/// <param name="TimeMilliseconds">Ledger time, milliseconds since 1970-01-01 UTC.</param>
/// <param name="TransactionCount">Transactions in the batch.</param>
/// <param name="TransactionRoot">Merkle root over the encoded transactions.</param>
/// <param name="ReceiptRoot">Merkle root over the encoded receipts, in the same order.</param>
/// <param name="StateRoot">Root of the world state after execution.</param>
/// <param name="MembershipHash">The validators that certify this block.</param>
/// <param name="NextMembershipHash">
/// The validators that certify the next block: so the members of each epoch vouch for those of the next, and the headers at
/// the ends of epochs lead from genesis to any later membership.
/// </param>
public sealed record BlockHeader(
    SequenceNumber Height,
    Digest PreviousHash,
    ulong TimeMilliseconds,
    uint TransactionCount,
    Digest TransactionRoot,
    Digest ReceiptRoot,
    Digest StateRoot,
    Digest MembershipHash,
    Digest NextMembershipHash)
{
    /// <summary>Bytes of an encoded header.</summary>
    public const int Size = 1 + 8 + 8 + 4 + (6 * Digest.Size);

    private const byte Version = 2;

    // A reference, so that threads that share a header see either nothing or a whole digest.
    private HashHolder? _hash;

    private BlockHeader(BlockHeader original)
    {
        // Everything but the hash: the copy is about to be changed by 'with'.
        (Height, PreviousHash, TimeMilliseconds, TransactionCount) =
            (original.Height, original.PreviousHash, original.TimeMilliseconds, original.TransactionCount);
        (TransactionRoot, ReceiptRoot, StateRoot) = (original.TransactionRoot, original.ReceiptRoot, original.StateRoot);
        (MembershipHash, NextMembershipHash) = (original.MembershipHash, original.NextMembershipHash);
    }

    /// <summary>What commit votes sign and the next header points to. Computed once.</summary>
    public Digest Hash => (_hash ??= new HashHolder(ComputeHash())).Value;

    /// <summary>Headers are equal when their bytes are.</summary>
    public bool Equals(BlockHeader? other) => other is not null && Hash == other.Hash;

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode();

    /// <summary>
    /// Layout: version u8 = 2, height u64, time u64, transaction count u32, previous 32, transactions 32, receipts 32,
    /// state 32, membership 32, next membership 32.
    /// </summary>
    public byte[] Encode()
    {
        return new CanonicalWriter(Size)
            .U8(Version).U64(Height.Value).U64(TimeMilliseconds).U32(TransactionCount)
            .Digest(PreviousHash).Digest(TransactionRoot).Digest(ReceiptRoot).Digest(StateRoot).Digest(MembershipHash)
            .Digest(NextMembershipHash).ToArray();
    }

    /// <summary>Reads a header.</summary>
    /// <returns>Null when the bytes are not exactly one header.</returns>
    public static BlockHeader? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var version = reader.U8();
        var height = new SequenceNumber(reader.U64());
        var time = reader.U64();
        var count = reader.U32();
        var previous = reader.Digest();
        var transactions = reader.Digest();
        var receipts = reader.Digest();
        var state = reader.Digest();
        var membership = reader.Digest();
        var next = reader.Digest();
        return version == Version && reader.IsComplete
            ? new BlockHeader(height, previous, time, count, transactions, receipts, state, membership, next)
            : null;
    }

    private Digest ComputeHash()
    {
        Span<byte> input = stackalloc byte[16 + Size];
        "ledger/header/2\0"u8.CopyTo(input);
        Encode().CopyTo(input[16..]);
        return Digest.Of(input);
    }

    private sealed record HashHolder(Digest Value);
}
