namespace Ledger.Primitives;

/// <summary>
/// Commit votes of a quorum of distinct validators in one view for one header: PBFT's commit certificate and the block's proof for
/// clients. Encoded: view u64, count, then replica u16 and signature 64 each, by ascending replica.
/// </summary>
/// <param name="View">View in which the votes were cast.</param>
/// <param name="Votes">By ascending replica, each once.</param>
public sealed record CommitCertificate(ViewNumber View, IReadOnlyList<ReplicaSignature> Votes)
{
    /// <summary>Whether a quorum of the membership voted for the header, each signature valid. Pure; n signature checks.</summary>
    public bool Verify(IEd25519Verifier verifier, Digest chainId, Membership membership, BlockHeader header)
    {
        if (header.MembershipHash != membership.Hash || Votes.Count < membership.Quorum || Votes.Count > membership.Count)
        {
            return false;
        }

        var payload = CommitVote.Encode(View, header.Height, header.Hash);
        var previous = -1;
        foreach (var vote in Votes)
        {
            if (vote.Replica.Value <= previous || !membership.Contains(vote.Replica) ||
                !SigningDomain.Commit.Verify(
                    verifier, chainId, payload, membership.KeyOf(vote.Replica), vote.Signature.Span))
            {
                return false;
            }

            previous = vote.Replica.Value;
        }

        return true;
    }

    /// <summary>Appends the canonical bytes.</summary>
    public void Encode(CanonicalWriter writer)
    {
        writer.U64(View.Value).Count(Votes.Count);
        foreach (var vote in Votes)
        {
            writer.U16(vote.Replica.Value).Raw(vote.Signature.Span);
        }
    }

    /// <summary>Reads a certificate; malformed input fails the reader. Signatures are not checked here.</summary>
    public static CommitCertificate Decode(ref CanonicalReader reader)
    {
        var view = new ViewNumber(reader.U64());
        var votes = new ReplicaSignature[reader.Count(66, Membership.ValidatorsMax)];
        for (var i = 0; i < votes.Length; i++)
        {
            votes[i] = new ReplicaSignature(new ReplicaId(reader.U16()), reader.Raw(64).ToArray());
        }

        return new CommitCertificate(view, votes);
    }
}
