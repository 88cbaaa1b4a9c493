using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>As primary, proposes a transaction whose signature is not the client's; and forwards such.</summary>
internal sealed class RequestForger : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        if (to.Index % 2 == 0 || original.Kind is not (MessageKind.Transactions or MessageKind.PrePrepare))
        {
            return;
        }

        switch (Read(original))
        {
            case PrePrepareMessage { Batch.Transactions.Count: > 0 } message:
                var batch = new Batch(message.Batch.TimeMilliseconds, Spoil(message.Batch.Transactions));
                var body = OrderingVote.Encode(message.View, message.Height, batch.Digest);
                node.Cluster.Count(CoverageKind.ForgedRequest);
                Replace(outgoing, original, Sign(node, MessageKind.PrePrepare, body, batch.Encode()));
                break;
            case TransactionsMessage message:
                node.Cluster.Count(CoverageKind.ForgedRequest);
                Replace(outgoing, original, Sign(
                    node, MessageKind.Transactions, TransactionsMessage.EncodeBody(Spoil(message.Transactions))));
                break;
        }
    }

    private static Transaction[] Spoil(IReadOnlyList<Transaction> transactions)
    {
        var spoilt = new Transaction[transactions.Count];
        for (var i = 0; i < spoilt.Length; i++)
        {
            spoilt[i] = i == 0 ? TransactionFactory.SpoilSignature(transactions[i]) : transactions[i];
        }

        return spoilt;
    }
}
