namespace Ledger.Client.Strategies;

/// <summary>
/// A strategy of a device that can be controlled, alone at its meter or part of a home (<see cref="HomeStrategy"/>).
/// Not thread safe.
/// </summary>
public interface IFlexibleStrategy : IBidStrategy
{
    /// <summary>The cheapest way through the outlook: Wh drawn in each of its slots; negative: given.</summary>
    IReadOnlyList<long> Plan(SlotOutlook outlook);

    /// <summary>Moves the device by what it draws in the outlook's first slot, which its plan said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It cannot draw or give so much.</exception>
    void Move(SlotOutlook outlook, long drawWh);
}
