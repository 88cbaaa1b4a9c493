namespace Ledger.Primitives;

/// <summary>
/// The certified header of the last block of an epoch, and the members of the next. The members that certify it vouch
/// for the next ones, so these lead from genesis to any later membership without the blocks between. Immutable.
/// Encoded: version u8 = 1, header (behind a length), certificate, members.
/// </summary>
/// <param name="Header">Its next membership hash differs from its membership hash.</param>
/// <param name="Certificate">Votes of the epoch that ends.</param>
/// <param name="Next">Who certifies the blocks above.</param>
public sealed record EpochHeader(BlockHeader Header, CommitCertificate Certificate, Membership Next)
{
    private const byte Version = 1;

    /// <summary>Whether the block is the last of its epoch: also when only a key or an incarnation changes.</summary>
    public static bool EndsEpoch(BlockHeader header) => header.NextMembershipHash != header.MembershipHash;

    /// <summary>
    /// Whether <paramref name="current"/> certified the header and the header names the next members. Pure.
    /// </summary>
    public bool Verify(IEd25519Verifier verifier, Digest chainId, Membership current) =>
        IsConsistent() && Certificate.Verify(verifier, chainId, current, Header);

    /// <summary>Whether the header ends an epoch and names the next members.</summary>
    public bool IsConsistent() => EndsEpoch(Header) && Header.NextMembershipHash == Next.Hash;

    /// <summary>The bytes.</summary>
    public byte[] Encode()
    {
        var writer = new CanonicalWriter(4096).U8(Version).Bytes(Header.Encode());
        Certificate.Encode(writer);
        return Next.Encode(writer).ToArray();
    }

    /// <summary>Reads one; signatures are not checked here.</summary>
    /// <returns>Null when the bytes are not exactly one consistent record.</returns>
    public static EpochHeader? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var version = reader.U8();
        var header = BlockHeader.TryDecode(reader.Bytes(BlockHeader.Size));
        var certificate = CommitCertificate.Decode(ref reader);
        var next = Membership.Decode(ref reader);
        return reader.IsComplete && version == Version && header != null && next != null &&
            new EpochHeader(header, certificate, next) is var epoch && epoch.IsConsistent()
            ? epoch
            : null;
    }
}
