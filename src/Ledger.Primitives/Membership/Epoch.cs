namespace Ledger.Primitives;

/// <summary>
/// The heights that one membership orders. An epoch begins behind a block of the one before (its base), in view 0, with
/// that block in the place of a stable checkpoint; its messages are signed under its own id, so that none counts in
/// another (docs/adr/0007). Immutable.
/// </summary>
public sealed class Epoch
{
    /// <summary>Makes an epoch.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="base">The last block of the epoch before; 0 for the first epoch.</param>
    /// <param name="baseHash">Hash of that block's header; the chain id for the first epoch.</param>
    /// <param name="membership">Who votes.</param>
    public Epoch(Digest chainId, SequenceNumber @base, Digest baseHash, Membership membership)
    {
        ChainId = chainId;
        Base = @base;
        BaseHash = baseHash;
        Membership = membership;
        Id = @base.Value == 0 ? chainId : Digest.Of(
            new CanonicalWriter(128).Raw("ledger/epoch/1\0\0"u8)
                .Digest(chainId).U64(@base.Value).Digest(baseHash).Digest(membership.Hash).WrittenSpan);
    }

    /// <summary>The chain; what COMMIT is signed under.</summary>
    public Digest ChainId { get; }

    /// <summary>The last block of the epoch before; 0 for the first epoch.</summary>
    public SequenceNumber Base { get; }

    /// <summary>Hash of the header at <see cref="Base"/>; the chain id for the first epoch.</summary>
    public Digest BaseHash { get; }

    /// <summary>Who votes.</summary>
    public Membership Membership { get; }

    /// <summary>
    /// What the epoch's messages are signed under in place of the chain id, all but COMMIT: the chain id itself in the
    /// first epoch, then SHA-256 of tag, chain id, base u64, base hash and membership hash.
    /// </summary>
    public Digest Id { get; }

    /// <summary>The epoch of a new chain.</summary>
    public static Epoch First(Digest chainId, Membership membership) => new(chainId, default, chainId, membership);
}
