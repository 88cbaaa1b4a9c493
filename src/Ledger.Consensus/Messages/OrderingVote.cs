using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// The body that PRE-PREPARE and PREPARE sign: view u64, height u64, batch digest 32. COMMIT signs the same layout with
/// the header hash in place of the batch digest (<see cref="CommitVote"/>).
/// </summary>
internal static class OrderingVote
{
    public static byte[] Encode(ViewNumber view, SequenceNumber height, Digest digest) =>
        CommitVote.Encode(view, height, digest);

    public static (ViewNumber View, SequenceNumber Height, Digest Digest)? TryDecode(ReadOnlySpan<byte> body)
    {
        var reader = new CanonicalReader(body);
        var view = new ViewNumber(reader.U64());
        var height = new SequenceNumber(reader.U64());
        var digest = reader.Digest();
        return reader.IsComplete ? (view, height, digest) : null;
    }
}
