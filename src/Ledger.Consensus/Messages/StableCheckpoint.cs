using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// C of the paper (§4.3): CHECKPOINT votes of a quorum, so at least f+1 honest replicas have the block on disk. The base
/// of the epoch (for the first one: height 0 and the chain id) needs no votes: who is in the epoch has it. Encoded: height
/// u64, header hash 32, count, then replica u16 and signature 64 by ascending replica.
/// </summary>
internal sealed record StableCheckpoint(
    SequenceNumber Height, Digest HeaderHash, IReadOnlyList<ReplicaSignature> Votes)
{
    public static StableCheckpoint BaseOf(Epoch epoch) => new(epoch.Base, epoch.BaseHash, []);

    public CanonicalWriter Encode(CanonicalWriter writer)
    {
        writer.U64(Height.Value).Digest(HeaderHash);
        SignatureList.Encode(writer, Votes);
        return writer;
    }

    public static StableCheckpoint Decode(ref CanonicalReader reader)
    {
        var height = new SequenceNumber(reader.U64());
        var hash = reader.Digest();
        return new StableCheckpoint(height, hash, SignatureList.Decode(ref reader));
    }

    /// <summary>A checkpoint without its quorum of valid signatures is not a claim (PITFALLS.md 4).</summary>
    public bool Verify(IEd25519Verifier verifier, Epoch epoch)
    {
        if (Height <= epoch.Base)
        {
            return Height == epoch.Base && Votes.Count == 0 && HeaderHash == epoch.BaseHash;
        }

        return Votes.Count >= epoch.Membership.Quorum && SignatureList.Verify(
            Votes, SigningDomain.Checkpoint, CheckpointMessage.EncodeBody(Height, HeaderHash), verifier, epoch);
    }
}
