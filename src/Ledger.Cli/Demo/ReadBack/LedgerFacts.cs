namespace Ledger.Cli.Demo.ReadBack;

/// <summary>
/// Everything that the report and the checks know of the ledger, read back from its nodes. Immutable.
/// </summary>
public sealed record LedgerFacts
{
    /// <summary>Where each node stands.</summary>
    public required IReadOnlyList<NodeFacts> Nodes { get; init; }

    /// <summary>The chain of one node that ran all the time, and of the one that was killed.</summary>
    public required IReadOnlyList<ChainFacts> Chains { get; init; }

    /// <summary>The settled slots in order.</summary>
    public required IReadOnlyList<SlotFacts> Slots { get; init; }

    /// <summary>The homes in order.</summary>
    public required IReadOnlyList<HomeFacts> Homes { get; init; }

    /// <summary>All money.</summary>
    public required MoneyFacts Money { get; init; }

    /// <summary>Traded in the market, in Wh.</summary>
    public long TradedWh => Slots.Sum(s => s.TradedWh);

    /// <summary>Taken from the main grid, in Wh.</summary>
    public long GridImportWh => Slots.Sum(s => s.GridImportWh);

    /// <summary>Given to the main grid, in Wh.</summary>
    public long GridExportWh => Slots.Sum(s => s.GridExportWh);
}
