namespace Ledger.Simulation;

/// <summary>One kind of disturbance, which strikes at random moments before a run is healed.</summary>
internal abstract class Fault
{
    /// <summary>Strikes once, if it can at present.</summary>
    public abstract void Strike(FaultScene scene);
}
