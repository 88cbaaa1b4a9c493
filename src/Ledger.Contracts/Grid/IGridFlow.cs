using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Grid;

/// <summary>
/// A flow that a clearing makes, and what its limits ask for: <see cref="LinDistFlow"/> on a radial feeder, <see
/// cref="MeshedFlow"/> on a meshed network.
/// </summary>
public interface IGridFlow
{
    /// <summary>The network.</summary>
    SpanningTree Tree { get; }

    /// <summary>The limits that it violates: buses by ascending number, then branches in their order.</summary>
    Violation[] Violations();

    /// <summary>
    /// What lessens a violation: one entry for each side of the market that can, the one to be tried first in front.
    /// </summary>
    LimitSensitivity[] Sensitivities(Violation violation);

    /// <summary>The flow as a document.</summary>
    DocumentNode Describe();
}
