namespace Ledger.Primitives;

/// <summary>
/// What a server says of a snapshot. Only header and certificate can be checked; counts and depth are its estimate, and
/// serve to plan and to show progress. Immutable. Encoded: version u8 = 1, header (behind a length), certificate,
/// entries u64, bytes u64, depth u8.
/// </summary>
/// <param name="Header">The certified header whose state it is.</param>
/// <param name="Certificate">Certifies the header; servers may hold different ones for one header.</param>
/// <param name="Entries">Estimated number of entries; 0 or more.</param>
/// <param name="Bytes">Estimated bytes of all entries in chunks; 0 or more.</param>
/// <param name="Depth">Bits of the prefix at which chunks have a good size, 0 to <see cref="DepthMax"/>.</param>
public sealed record SnapshotManifest(
    BlockHeader Header, CommitCertificate Certificate, long Entries, long Bytes, int Depth)
{
    /// <summary>65,536 chunks: 64 GiB of state at the target size, eight times that at the largest.</summary>
    public const int DepthMax = 16;

    private const byte Version = 1;

    /// <summary>Height of the state.</summary>
    public SequenceNumber Height => Header.Height;

    /// <summary>
    /// The depth at which a chunk holds about <see cref="StateChunk.SizeTarget"/> bytes, since paths are uniform.
    /// </summary>
    public static int DepthFor(long entries, long bytes)
    {
        var depth = 0;
        while (depth < DepthMax &&
            (bytes >> depth > StateChunk.SizeTarget || entries >> depth > StateChunk.EntriesMax / 2))
        {
            depth++;
        }

        return depth;
    }

    /// <summary>Whether a quorum of the membership certified the header. Pure.</summary>
    public bool Verify(IEd25519Verifier verifier, Digest chainId, Membership membership) =>
        Certificate.Verify(verifier, chainId, membership, Header);

    /// <summary>The manifest's bytes.</summary>
    public byte[] Encode()
    {
        var writer = new CanonicalWriter(1024).U8(Version).Bytes(Header.Encode());
        Certificate.Encode(writer);
        return writer.U64((ulong)Entries).U64((ulong)Bytes).U8((byte)Depth).ToArray();
    }

    /// <summary>Reads a manifest; signatures are not checked here.</summary>
    /// <returns>Null when the bytes are not exactly one manifest.</returns>
    public static SnapshotManifest? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var version = reader.U8();
        var header = BlockHeader.TryDecode(reader.Bytes(BlockHeader.Size));
        var certificate = CommitCertificate.Decode(ref reader);
        var (entries, size, depth) = (reader.U64(), reader.U64(), reader.U8());
        return reader.IsComplete && version == Version && header != null && depth <= DepthMax &&
            entries <= long.MaxValue && size <= long.MaxValue
            ? new SnapshotManifest(header, certificate, (long)entries, (long)size, depth)
            : null;
    }
}
