namespace Ledger.Simulation;

/// <summary>A check failed: the replicas, or the simulator, are wrong.</summary>
internal sealed class SimulationFailedException : Exception
{
    /// <summary>Makes a failure.</summary>
    /// <param name="check">Name of the check.</param>
    /// <param name="message">What was found.</param>
    public SimulationFailedException(string check, string message)
        : base($"{check}: {message}")
    {
        Check = check;
    }

    /// <summary>Name of the check.</summary>
    public string Check { get; }
}
