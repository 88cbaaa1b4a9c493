namespace Ledger.Cli.Demo.ReadBack;

/// <summary>What the events <c>slotCleared</c>, <c>slotSecured</c> and <c>slotSealed</c> of a slot say. Immutable.</summary>
/// <param name="ClearedWh">Traded energy before the feeder was asked.</param>
/// <param name="PriceMicro">µ¤/kWh before that; null when nothing was traded or there is no single price.</param>
public sealed record ClearedFacts(long ClearedWh, long? PriceMicro)
{
    /// <summary>What the contract adds to the limits when the feeder's own load alone violates one.</summary>
    private const string Beyond = "beyond this market";

    /// <summary>Traded energy that was sealed.</summary>
    public long SealedWh { get; init; } = ClearedWh;

    /// <summary>How often the auction ran until the feeder bore its result; 0 without a feeder.</summary>
    public int Rounds { get; init; }

    /// <summary>The limits that bound, by name.</summary>
    public IReadOnlyList<string> Binding { get; init; } = [];

    /// <summary>Whether the feeder was asked and bears what was sealed.</summary>
    public bool IsSecure => Rounds > 0 && !Binding.Contains(Beyond);
}
