using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// Forges certificates from signatures that the faulty nodes can make: its own vote many times over, the votes of the
/// Byzantine nodes alone, its own PREPAREs for its own proposal. Each signature in them is good; their number or their
/// makers are not.
/// </summary>
internal sealed class OwnVoteForger : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        if (original.Kind == MessageKind.ViewChange && Read(original) is ViewChangeMessage message)
        {
            node.Cluster.Count(CoverageKind.ForgedCertificate);
            Replace(outgoing, original, to.Index % 2 == 0
                ? Sign(node, MessageKind.ViewChange, ViewChangeMessage.EncodeBody(
                    message.NewView, message.Stable, WithOwn(node, message, to.Index)))
                : Sign(node, MessageKind.ViewChange, ViewChangeMessage.EncodeBody(
                    message.NewView, Checkpoint(node, message.Stable, to.Index), [])));
        }
        else if (original.Kind == MessageKind.Status && node.Random.Chance(10) &&
                 Read(original) is StatusMessage status)
        {
            var low = new StableCheckpoint(status.Stable, default, []);
            if (Sign(node, MessageKind.StableCheckpoint, StableCheckpointMessage.EncodeBody(
                Checkpoint(node, low, to.Index))) is { } forged)
            {
                node.Cluster.Count(CoverageKind.ForgedCertificate);
                outgoing.Add(forged);
            }
        }
    }

    // One checkpoint above, with a hash that no block has.
    private static StableCheckpoint Checkpoint(SimulatedNode node, StableCheckpoint below, int variant)
    {
        var interval = (ulong)SimulatedGenesis.Parameters.CheckpointInterval;
        var height = new SequenceNumber(below.Height.Value + interval);
        var hash = Digest.Of(BitConverter.GetBytes(height.Value));
        var body = CheckpointMessage.EncodeBody(height, hash);
        return new StableCheckpoint(height, hash, Votes(node, MessageKind.Checkpoint, body, variant / 2 % 2 == 0));
    }

    // Something else in place of what it prepared last, in the latest view in which it was the primary itself.
    private static List<PreparedCertificate> WithOwn(SimulatedNode node, ViewChangeMessage message, int variant)
    {
        var members = node.Epoch.Membership;
        var prepared = new List<PreparedCertificate>(message.Prepared);
        if (members.Find(node.Name) is not { } self || message.NewView.Value <= self.Value)
        {
            return prepared;
        }

        var n = (ulong)members.Count;
        var view = new ViewNumber(((message.NewView.Value - 1 - self.Value) / n * n) + self.Value);
        var height = prepared.Count > 0 ? prepared[^1].Height : message.Stable.Height.Next;
        var digest = variant / 2 % 2 == 0 || prepared.Count == 0
            ? Digest.Zero
            : Digest.Of(prepared[^1].Digest.AsSpan());
        var body = OrderingVote.Encode(view, height, digest);
        var own = new PreparedCertificate(
            view, height, digest, SignatureOf(node, MessageKind.PrePrepare, body),
            Votes(node, MessageKind.Prepare, body, variant / 4 % 2 == 0));
        if (prepared.Count > 0)
        {
            prepared.RemoveAt(prepared.Count - 1);
        }

        prepared.Add(own);
        return prepared;
    }

    private static List<ReplicaSignature> Votes(SimulatedNode node, MessageKind kind, byte[] body, bool isRepeated)
    {
        var members = node.Epoch.Membership;
        var votes = new List<ReplicaSignature>();
        foreach (var other in node.Cluster.Nodes)
        {
            // Faulty nodes share their keys.
            if (members.Find(other.Name) is { } id && (isRepeated ? other == node : other.IsByzantine) &&
                (votes.Count == 0 || votes[^1].Replica.Value < id.Value))
            {
                var signature = Envelope.DomainOf(kind).Sign(
                    other.SignerIn(members), Envelope.ContextOf(kind, node.Epoch), body);
                votes.Add(new ReplicaSignature(id, signature));
            }
        }

        while (isRepeated && votes.Count > 0 && votes.Count < members.Quorum)
        {
            votes.Add(votes[0]);
        }

        return votes;
    }
}
