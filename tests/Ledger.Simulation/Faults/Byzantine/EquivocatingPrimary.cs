using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>As primary, proposes two batches for one height to everyone, in either order.</summary>
internal sealed class EquivocatingPrimary : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        if (original.Kind == MessageKind.PrePrepare && Read(original) is PrePrepareMessage message &&
            AlternativeOf(node, message) is { } other)
        {
            node.Cluster.Count(CoverageKind.EquivocatingPrimary);
            outgoing.Insert(to.Index % 2 == 0 ? 0 : outgoing.Count, other);
        }
    }

    /// <summary>Another proposal for the same height; the conspirators know of it.</summary>
    public static WireMessage? AlternativeOf(SimulatedNode node, PrePrepareMessage message)
    {
        var transactions = message.Batch.Transactions;
        var fewer = new Transaction[Math.Max(1, transactions.Count - 1)];
        for (var i = 0; i < Math.Min(fewer.Length, transactions.Count); i++)
        {
            fewer[i] = transactions[i];
        }

        var batch = new Batch(message.Batch.TimeMilliseconds + 1, transactions.Count == 0 ? [] : fewer);
        node.Cluster.Conspiracy[message.BatchDigest] = batch.Digest;
        return Sign(
            node, MessageKind.PrePrepare, OrderingVote.Encode(message.View, message.Height, batch.Digest),
            batch.Encode());
    }
}
