using Ledger.Consensus;

namespace Ledger.Simulation;

/// <summary>One kind of message is lost on some links, for a while.</summary>
internal sealed class SelectiveLossFault : Fault
{
    private static readonly MessageKind[] Kinds =
    [
        MessageKind.PrePrepare, MessageKind.Prepare, MessageKind.Prepare, MessageKind.Commit, MessageKind.Commit,
        MessageKind.Checkpoint, MessageKind.ViewChange, MessageKind.NewView, MessageKind.Status,
        MessageKind.Transactions, MessageKind.FetchBatch, MessageKind.BatchReply, MessageKind.StableCheckpoint,
    ];

    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        var random = scene.Random;
        var links = random.Below(3) switch
        {
            0 => random.Next(),
            1 => random.Next() | random.Next(),
            _ => random.Next() | random.Next() | random.Next() | random.Next(),
        };
        var heights = random.Chance(50) ? 1 << random.Below(4) : random.Between(1, 15);
        var selective = new SelectiveLoss(random.Pick(Kinds), heights, links);
        var conditions = scene.Cluster.Network.Conditions;
        conditions.Selective = selective;
        scene.Trace($"{selective.Kind} is lost on some links, heights {selective.Heights:x}");
        scene.After(random.Between(50, random.Chance(30) ? 1200 : 400), () =>
        {
            if (conditions.Selective == selective)
            {
                conditions.Selective = null;
            }
        });
    }
}
