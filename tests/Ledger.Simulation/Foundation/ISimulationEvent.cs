namespace Ledger.Simulation;

/// <summary>Something that happens at a moment of simulated time.</summary>
internal interface ISimulationEvent
{
    /// <summary>Happens. Called once, by the event queue.</summary>
    void Fire();
}
