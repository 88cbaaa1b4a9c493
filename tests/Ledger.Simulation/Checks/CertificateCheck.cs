using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// Every certificate that an honest replica relies on is a quorum of valid votes of the members of its height.
/// </summary>
/// <param name="chainId">The chain.</param>
internal sealed class CertificateCheck(Digest chainId)
{
    /// <summary>A replica stores a block with a certificate.</summary>
    public void OnBlock(string node, Block block, Membership members)
    {
        if (!block.Certificate.Verify(FakeVerifier.Instance, chainId, members, block.Header))
        {
            throw new SimulationFailedException(
                "certificates", $"{node} stores {block.Header.Height} without a valid certificate");
        }
    }

    /// <summary>A replica writes down a stable checkpoint.</summary>
    public void OnStable(string node, ReadOnlySpan<byte> record, Epoch epoch)
    {
        var reader = new CanonicalReader(record);
        var stable = StableCheckpoint.Decode(ref reader);
        if (!reader.IsComplete || CountVotes(stable, epoch) < epoch.Membership.Quorum)
        {
            throw new SimulationFailedException(
                "certificates", $"{node} takes {stable.Height} for stable without a quorum of votes");
        }
    }

    // Counted here by itself: the core's own check may be what is wrong. The base of an epoch is as good as any quorum.
    private static int CountVotes(StableCheckpoint stable, Epoch epoch)
    {
        if (stable.Height == epoch.Base && stable.HeaderHash == epoch.BaseHash)
        {
            return epoch.Membership.Count;
        }

        var payload = new CanonicalWriter(40).U64(stable.Height.Value).Digest(stable.HeaderHash).ToArray();
        var voters = new HashSet<ReplicaId>();
        foreach (var vote in stable.Votes)
        {
            if (epoch.Membership.Contains(vote.Replica) && SigningDomain.Checkpoint.Verify(
                FakeVerifier.Instance, epoch.Id, payload, epoch.Membership.KeyOf(vote.Replica), vote.Signature.Span))
            {
                voters.Add(vote.Replica);
            }
        }

        return voters.Count;
    }
}
