namespace Ledger.Simulation;

/// <summary>Sends random bytes, cut messages, and messages with bits turned, beside the good ones.</summary>
internal sealed class GarbageSender : ByzantineBehaviour
{
    /// <inheritdoc/>
    public override void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
        if (!node.Random.Chance(20))
        {
            return;
        }

        var bytes = original.Bytes.ToArray();
        switch (node.Random.Below(3))
        {
            case 0:
                bytes = new byte[node.Random.Below(200)];
                for (var i = 0; i < bytes.Length; i++)
                {
                    bytes[i] = (byte)node.Random.Below(256);
                }

                break;
            case 1:
                bytes = bytes[..node.Random.Below(bytes.Length)];
                break;
            default:
                bytes[node.Random.Below(bytes.Length)] ^= (byte)(1 << node.Random.Below(8));
                break;
        }

        node.Cluster.Count(CoverageKind.Garbage);
        outgoing.Insert(0, new WireMessage(original.Kind, bytes));
    }
}
