using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Market.Mechanisms;

namespace Ledger.Contracts.Grid;

/// <summary>A book that must clear within the limits of its feeder (M7). Immutable.</summary>
public sealed class SecureCase
{
    /// <summary>Most rounds of clearing.</summary>
    public const int RoundsMax = 256;

    /// <summary>The orders.</summary>
    public required AuctionOrder[] Orders { get; init; }

    /// <summary>Index of the bus of each order.</summary>
    public required int[] BusOf { get; init; }

    /// <summary>The mechanism that clears.</summary>
    public required IAuctionMechanism Mechanism { get; init; }

    /// <summary>Its parameters.</summary>
    public required MechanismParameters Parameters { get; init; }

    /// <summary>
    /// The feeder, whose buses consume what is not traded in this market. Voltages and lines are checked by <see
    /// cref="LinDistFlow"/>; where branches close loops, lines are by <see cref="MeshedFlow"/>.
    /// </summary>
    public required SpanningTree Feeder { get; init; }

    /// <summary>
    /// Most Wh of accepted orders of each bus, purchases and sales each, by the supervisor's order; null for none.
    /// </summary>
    public long[]? BusCapsWh { get; init; }

    /// <summary>Rounds after which nothing of this book may clear, 1 to <see cref="RoundsMax"/>.</summary>
    public int Rounds { get; init; } = 32;

    /// <summary>Slots in an hour: 1 Wh in a slot is so many W.</summary>
    public long SlotsPerHour { get; init; } = 4;
}
