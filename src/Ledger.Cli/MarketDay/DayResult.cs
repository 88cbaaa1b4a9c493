using Ledger.Cli.Feeders;

namespace Ledger.Cli.MarketDay;

/// <summary>Everything that a simulation tells. Immutable.</summary>
internal sealed record DayResult
{
    /// <summary>What was simulated.</summary>
    public required MicrogridFile File { get; init; }

    /// <summary>How.</summary>
    public required DayOptions Options { get; init; }

    /// <summary>The feeder, or null.</summary>
    public Feeder? Feeder { get; init; }

    /// <summary>The slots in turn.</summary>
    public required IReadOnlyList<SlotResult> Slots { get; init; }

    /// <summary>The homes in the order of the file.</summary>
    public required IReadOnlyList<HomeResult> Homes { get; init; }

    /// <summary>Change of the main grid's balance, in n¤.</summary>
    public required long GridNano { get; init; }

    /// <summary>Change of the operator's balance.</summary>
    public required long OperatorNano { get; init; }

    /// <summary>What is left on the account that the market's money passes through.</summary>
    public required long ClearingNano { get; init; }

    /// <summary>Sum of all balances on the ledger.</summary>
    public required long AllBalancesNano { get; init; }

    /// <summary>Money issued minus money redeemed.</summary>
    public required long IssuedNano { get; init; }

    /// <summary>Slots of homes in which what happened behind the meter did not add up to what it counted.</summary>
    public required long Unbalanced { get; init; }

    /// <summary>Gas of all calls.</summary>
    public required ulong GasUsed { get; init; }

    /// <summary>Calls.</summary>
    public required long Calls { get; init; }

    /// <summary>Blocks.</summary>
    public required ulong Blocks { get; init; }

    /// <summary>Time of the slots, set-up not included.</summary>
    public required TimeSpan Time { get; init; }
}
