using Ledger.Cli.Feeders;

namespace Ledger.Cli.MarketDay;

/// <summary>What became of a slot, from the contracts' own events. Energy in Wh, money in n¤. Immutable.</summary>
internal sealed record SlotResult
{
    /// <summary>Start, seconds since 1970-01-01 UTC.</summary>
    public required long Start { get; init; }

    /// <summary>Orders handed in.</summary>
    public int Orders { get; init; }

    /// <summary>Traded in the market.</summary>
    public long TradedWh { get; init; }

    /// <summary>What the plain clearing traded before the feeder was looked at; as much without a feeder.</summary>
    public long PlainWh { get; init; }

    /// <summary>The uniform price in µ¤/kWh; null where nothing was traded or each trade has its own.</summary>
    public long? PriceMicro { get; init; }

    /// <summary>Import of all homes together.</summary>
    public long ImportWh { get; init; }

    /// <summary>Export of all homes together.</summary>
    public long ExportWh { get; init; }

    /// <summary>What the slot came to for the main grid.</summary>
    public long GridNano { get; init; }

    /// <summary>Rounds of clearing: 1 when the plain one was secure; 0 without a check.</summary>
    public int Rounds { get; init; }

    /// <summary>Limits that made the clearing repeat, by name.</summary>
    public IReadOnlyList<string> Binding { get; init; } = [];

    /// <summary>The feeder under the plain clearing's schedule; null without a feeder.</summary>
    public FlowResult? Plain { get; init; }

    /// <summary>The feeder under the sealed schedule.</summary>
    public FlowResult? Sealed { get; init; }

    /// <summary>The feeder under what the meters counted.</summary>
    public FlowResult? Metered { get; init; }
}
