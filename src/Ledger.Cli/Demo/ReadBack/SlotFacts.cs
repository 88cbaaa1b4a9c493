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

    /// <summary>The market's price; null when nothing was traded.</summary>
    public long? PriceMicro => TradedWh > 0 ? DayAheadMicro : null;
}
