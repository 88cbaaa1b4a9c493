namespace Ledger.Simulation;

/// <summary>What faults work on.</summary>
/// <param name="Cluster">The network.</param>
/// <param name="Random">Chance of the faults alone.</param>
/// <param name="Budget">How much may be faulty.</param>
/// <param name="Administrators">Who changes members.</param>
internal sealed record FaultScene(
    Cluster Cluster, SeededRandom Random, FaultBudget Budget, Administrators Administrators)
{
    /// <summary>Whether the faults are over: what was to begin later does not.</summary>
    public bool IsHealed { get; set; }

    /// <summary>Whether an adversary is at work that needs the network for itself.</summary>
    public bool HasAdversary { get; set; }

    /// <summary>Any node.</summary>
    public SimulatedNode AnyNode() => Random.Pick(Cluster.Nodes);

    /// <summary>Does something later, unless the faults are over by then.</summary>
    public void After(long delay, Action action) => Cluster.Time.Schedule(delay, () =>
    {
        if (!IsHealed)
        {
            action();
        }
    });

    /// <summary>Adds a line to the trace.</summary>
    public void Trace(string what)
    {
        if (Cluster.Trace.IsOn)
        {
            Cluster.Trace.Add(Cluster.Time.Now, "fault", what);
        }
    }
}
