using Ledger.Contracts.Market;

namespace Ledger.Contracts.Settlement;

/// <summary>
/// What is known of a slot when its deviations are settled; columns in the order of the participants. The arrays must not
/// change any more.
/// </summary>
public sealed class SlotFacts
{
    /// <summary>The participants.</summary>
    public required string[] Accounts { get; init; }

    /// <summary>Their meters.</summary>
    public required string[] MeterIds { get; init; }

    /// <summary>Seven numbers each, as <see cref="PositionsRecord"/> holds them.</summary>
    public required long[] Positions { get; init; }

    /// <summary>Wh bought in other sessions and from the neighbours' market.</summary>
    public required long[] OtherBuyWh { get; init; }

    /// <summary>Wh sold there, and reserves that were called.</summary>
    public required long[] OtherSellWh { get; init; }

    /// <summary>Of these the Wh that the neighbours' market matched of a bid, which the main grid need not supply.</summary>
    public required long[] UpperBuyWh { get; init; }

    /// <summary>The same of an offer.</summary>
    public required long[] UpperSellWh { get; init; }

    /// <summary>Called reserves, which the main grid pays at its retail price.</summary>
    public required long[] CalledWh { get; init; }

    /// <summary>Reserves that were sold, whether called or not.</summary>
    public required long[] ReservedWh { get; init; }

    /// <summary>Wh sold in bilateral trades, which have burned their own tokens.</summary>
    public required long[] TradedSellWh { get; init; }

    /// <summary>Wh imported by the meter.</summary>
    public required long[] ImportWh { get; init; }

    /// <summary>Wh exported by the meter.</summary>
    public required long[] ExportWh { get; init; }

    /// <summary>Whether the reading is estimated.</summary>
    public required bool[] IsEstimated { get; init; }

    /// <summary>Wh contracted by a participant: injection and sale positive.</summary>
    public long ContractedWh(int participant)
    {
        var first = PositionsRecord.Columns * participant;
        return Positions[first + 1] + GridSellWh(participant) + OtherSellWh[participant]
            - Positions[first] - GridBuyWh(participant) - OtherBuyWh[participant];
    }

    /// <summary>Wh that the main grid supplies because nobody matched the bid.</summary>
    public long GridBuyWh(int participant) =>
        Positions[(PositionsRecord.Columns * participant) + 2] - UpperBuyWh[participant];

    /// <summary>Wh that the main grid takes because nobody matched the offer.</summary>
    public long GridSellWh(int participant) =>
        Positions[(PositionsRecord.Columns * participant) + 3] - UpperSellWh[participant];

    /// <summary>Wh for which a participant has tokens in escrow.</summary>
    public long EscrowWh(int participant)
    {
        var first = PositionsRecord.Columns * participant;
        return Positions[first + 1] + GridSellWh(participant) + OtherSellWh[participant] - CalledWh[participant]
            - TradedSellWh[participant] + ReservedWh[participant];
    }
}
