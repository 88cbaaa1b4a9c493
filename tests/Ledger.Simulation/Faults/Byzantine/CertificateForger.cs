using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// Forges certificates: a prepared certificate with its votes under another digest or a later view, and stable
/// checkpoints with too few votes, with votes taken twice, or with those of another height.
/// </summary>
internal sealed class CertificateForger : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        switch (original.Kind is MessageKind.ViewChange or MessageKind.StableCheckpoint ? Read(original) : null)
        {
            case ViewChangeMessage message:
                node.Cluster.Count(CoverageKind.ForgedCertificate);
                Replace(outgoing, original, Sign(node, MessageKind.ViewChange, Forge(message, to.Index)));
                break;
            case StableCheckpointMessage message:
                node.Cluster.Count(CoverageKind.ForgedCertificate);
                outgoing.Insert(0, Sign(
                    node, MessageKind.StableCheckpoint,
                    StableCheckpointMessage.EncodeBody(Forge(message.Checkpoint, to.Index))) ?? original);
                break;
        }
    }

    private static byte[] Forge(ViewChangeMessage message, int variant)
    {
        if (message.Prepared.Count == 0)
        {
            return ViewChangeMessage.EncodeBody(message.NewView, Forge(message.Stable, variant), []);
        }

        var forged = new List<PreparedCertificate>(message.Prepared);
        var last = forged[^1];
        forged[^1] = variant % 2 == 0
            ? last with { Digest = Digest.Of(last.Digest.AsSpan()) }
            : last with { View = new ViewNumber(message.NewView.Value - 1), Prepares = Twice(last.Prepares) };
        return ViewChangeMessage.EncodeBody(message.NewView, message.Stable, forged);
    }

    private static StableCheckpoint Forge(StableCheckpoint checkpoint, int variant) => (variant % 3) switch
    {
        0 => checkpoint with { Height = new SequenceNumber(checkpoint.Height.Value + 4) },
        1 => checkpoint with { HeaderHash = Digest.Of(checkpoint.HeaderHash.AsSpan()) },
        _ => new StableCheckpoint(
            new SequenceNumber(checkpoint.Height.Value + 4), Digest.Of([1]), Twice(checkpoint.Votes)),
    };

    private static List<ReplicaSignature> Twice(IReadOnlyList<ReplicaSignature> votes)
    {
        var twice = new List<ReplicaSignature>();
        for (var i = 0; i < votes.Count; i++)
        {
            twice.Add(votes[i / 2]);
        }

        return twice;
    }
}
