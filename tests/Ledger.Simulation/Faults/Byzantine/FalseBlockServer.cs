using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// Serves blocks and snapshots that it has changed, in ways that a certificate or a root must give away.
/// </summary>
internal sealed class FalseBlockServer : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override Block? Serve(SimulatedNode node, Block block)
    {
        node.Cluster.Count(CoverageKind.FalseBlocks);
        var votes = new List<ReplicaSignature>(block.Certificate.Votes);
        switch (node.Random.Below(4))
        {
            case 0:
                votes.RemoveAt(0);
                return block with { Certificate = block.Certificate with { Votes = votes } };
            case 1:
                votes[^1] = votes[0];
                return block with { Certificate = block.Certificate with { Votes = votes } };
            case 2:
                return block with { Header = block.Header with { StateRoot = Digest.Of([1]) } };
            default:
                return block with { Batch = new Batch(block.Batch.TimeMilliseconds + 1, block.Batch.Transactions) };
        }
    }

    /// <inheritdoc/>
    public override Snapshot? Serve(SimulatedNode node, Snapshot snapshot)
    {
        node.Cluster.Count(CoverageKind.FalseBlocks);
        if (node.Random.Chance(50))
        {
            snapshot.State.Set([1], [1]);
            return snapshot;
        }

        var last = Serve(node, snapshot.Blocks[^1])!;
        return snapshot with { Blocks = [.. snapshot.Blocks.Take(snapshot.Blocks.Count - 1), last] };
    }
}
