namespace Ledger.Cli.Demo.ReadBack;

/// <summary>A settled slot: the settlement's summary, read with proof, and the bills. Immutable.</summary>
public sealed record SlotFacts
{
    /// <summary>The slot as the ledger names it.</summary>
    public required long Start { get; init; }

    /// <summary>Traded in the market, in Wh.</summary>
    public required long TradedWh { get; init; }

    /// <summary>Taken from the main grid by all together, in Wh.</summary>
    public required long GridImportWh { get; init; }

    /// <summary>Given to the main grid by all together, in Wh.</summary>
    public required long GridExportWh { get; init; }

    /// <summary>What the slot comes to for the main grid, in n¤.</summary>
    public required long DueToGridNano { get; init; }

    /// <summary>What the main grid received, in n¤.</summary>
    public required long ReceivedByGridNano { get; init; }

    /// <summary>Sum of the deviations, in Wh.</summary>
    public required long DeviationWh { get; init; }

    /// <summary>The price of the market, or the middle of the tariff when nothing was traded; µ¤/kWh.</summary>
    public required long DayAheadMicro { get; init; }

    /// <summary>One bill for each account.</summary>
    public required IReadOnlyDictionary<string, BillFacts> Bills { get; init; }

    /// <summary>Whether everyone traded at one price.</summary>
    public bool IsUniform { get; init; } = true;

    /// <summary>What the main grid sold within the market, in Wh; negative: bought.</summary>
    public long GridSellsWh { get; init; }

    /// <summary>What the operator gained by the auction, in n¤; negative: paid in.</summary>
    public long OperatorNano { get; init; }

    /// <summary>What the distribution grid got for transport, in n¤.</summary>
    public long TransportNano => -Bills.Values.Sum(b => b.TransportNano);

    /// <summary>The market's price; null when nothing was traded or there is no single price.</summary>
    public long? PriceMicro => TradedWh > 0 && IsUniform ? DayAheadMicro : null;
}
