namespace Ledger.Simulation;

/// <summary>Keeps what it has sent and sends it again, views and epochs later.</summary>
internal sealed class OldMessageSender : ByzantineBehaviour
{
    private const int KeptMax = 64;
    private readonly List<WireMessage> _kept = [];

    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        if (_kept.Count < KeptMax)
        {
            _kept.Add(original);
        }
        else if (node.Random.Chance(5))
        {
            _kept[node.Random.Below(KeptMax)] = original;
        }

        if (node.Random.Chance(15))
        {
            node.Cluster.Count(CoverageKind.ByzantineReplay);
            outgoing.Insert(0, node.Random.Pick(_kept));
        }
    }
}
