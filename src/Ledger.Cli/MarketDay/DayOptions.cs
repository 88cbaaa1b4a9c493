namespace Ledger.Cli.MarketDay;

/// <summary>What to simulate. Immutable.</summary>
internal sealed record DayOptions
{
    /// <summary>Slots of a year of 365 days.</summary>
    public const int YearSlots = 35_040;

    /// <summary>Name of the mechanism.</summary>
    public required string Mechanism { get; init; }

    /// <summary>First slot; null for that of the microgrid's file.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>How many slots.</summary>
    public int Slots { get; init; } = 96;

    /// <summary>How homes price: <c>truthful</c> or <c>zero-intelligence</c>.</summary>
    public string Strategy { get; init; } = "truthful";

    /// <summary>Where prices drawn by chance begin.</summary>
    public ulong Seed { get; init; } = 1;
}
