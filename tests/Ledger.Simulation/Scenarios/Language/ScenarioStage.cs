namespace Ledger.Simulation;

/// <summary>What the lines of a scenario act on: one replica, or a whole cluster.</summary>
internal abstract class ScenarioStage
{
    /// <summary>What happened, one line each.</summary>
    public abstract IReadOnlyList<string> Trace { get; }

    /// <summary>Before each line that is no expectation, and at the end: nothing may be left that was not expected.</summary>
    public virtual void Settle()
    {
    }

    /// <summary>Runs until a condition holds.</summary>
    /// <param name="flaw">Why it does not hold yet; null when it does.</param>
    public abstract void RunUntil(Func<string?> flaw);
}
