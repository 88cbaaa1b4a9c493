namespace Ledger.Simulation;

/// <summary>A message on its way.</summary>
/// <param name="network">Delivers it.</param>
/// <param name="from">Whose link it travels on.</param>
/// <param name="to">Who gets it.</param>
/// <param name="message">The bytes.</param>
/// <param name="number">Order of sending.</param>
internal sealed class Packet(
    SimulatedNetwork network, SimulatedNode from, SimulatedNode to, WireMessage message, long number)
    : ISimulationEvent
{
    /// <summary>Whose link it travels on.</summary>
    public SimulatedNode From { get; } = from;

    /// <summary>Who gets it.</summary>
    public SimulatedNode To { get; } = to;

    /// <summary>The bytes.</summary>
    public WireMessage Message { get; } = message;

    /// <summary>Order of sending over all links.</summary>
    public long Number { get; } = number;

    /// <inheritdoc/>
    public void Fire() => network.Deliver(this);

    /// <inheritdoc/>
    public override string ToString() => $"{Message.Kind} {From.Label}->{To.Label}";
}
