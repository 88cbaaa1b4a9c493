namespace Ledger.Simulation;

/// <summary>Sends nothing at all to some of the others.</summary>
/// <param name="mask">Bit i: silent to the machine of index i.</param>
internal sealed class SilenceToSome(ulong mask) : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        if (((mask >> (to.Index % 64)) & 1) != 0)
        {
            node.Cluster.Count(CoverageKind.SilenceToSome);
            outgoing.Clear();
        }
    }
}
