using Ledger.Consensus;

namespace Ledger.Simulation;

/// <summary>PREPAREs reach one replica alone, and some not even that one.</summary>
/// <param name="Only">Who hears them.</param>
/// <param name="FromView">PREPAREs of lower views are heard by nobody.</param>
/// <param name="DeafAt">Those of heights that are this modulo 4 neither; null for none.</param>
internal sealed record PrepareFunnel(SimulatedNode Only, ulong FromView, ulong? DeafAt)
{
    /// <summary>Whether a message is lost.</summary>
    public bool Takes(SimulatedNode to, WireMessage message) =>
        message.Kind == MessageKind.Prepare &&
        (to != Only || message.VoteView < FromView || message.VoteHeight % 4 == DeafAt);
}
