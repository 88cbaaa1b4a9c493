using Ledger.Consensus;

namespace Ledger.Simulation;

/// <summary>PREPAREs reach one replica alone, and at some heights not even that one.</summary>
/// <param name="Only">Who hears them.</param>
/// <param name="DeafAt">Heights that are this modulo 4 are heard by nobody; null for none.</param>
internal sealed record PrepareFunnel(SimulatedNode Only, int? DeafAt)
{
    /// <summary>Whether a message is lost.</summary>
    public bool Takes(SimulatedNode to, WireMessage message) =>
        message.Kind == MessageKind.Prepare && (to != Only || message.HeightByte % 4 == DeafAt);
}
