namespace Ledger.Primitives;

/// <summary>
/// The bytes that a COMMIT signs in domain <see cref="SigningDomain.Commit"/>: view u64, height u64, header hash 32. The view is
/// part of the vote, so that votes of different views never add up to one certificate (docs/adr/0003); it is not part of the header.
/// </summary>
public static class CommitVote
{
    /// <summary>Bytes of the signed payload.</summary>
    public const int Size = 8 + 8 + Digest.Size;

    /// <summary>The signed payload.</summary>
    public static byte[] Encode(ViewNumber view, SequenceNumber height, Digest headerHash) =>
        new CanonicalWriter(Size).U64(view.Value).U64(height.Value).Digest(headerHash).ToArray();
}
