namespace Ledger.Cli.MarketDay;

/// <summary>A home of a <see cref="MicrogridFile"/>: what is behind one meter. Immutable.</summary>
internal sealed record HomeSpec
{
    private static readonly string[] Sources = ["pv", "wind", "hydro", "chp"];

    /// <summary>Name, part of the account: <c>a-z 0-9 - .</c></summary>
    public required string Name { get; init; }

    /// <summary>Bus of the feeder at which it is connected; any name without a feeder.</summary>
    public string Bus { get; init; } = "b1";

    /// <summary>Power of the connection in W; bounds orders and readings. 3 x 25 A at 230 V unless said.</summary>
    public long CapacityW { get; init; } = 17_250;

    /// <summary>What it draws and cannot control.</summary>
    public IReadOnlyList<SeriesSpec> Loads { get; init; } = [];

    /// <summary>What it makes.</summary>
    public SeriesSpec? Generation { get; init; }

    /// <summary>A battery, or null.</summary>
    public BatterySpec? Battery { get; init; }

    /// <summary>An electric vehicle, or null.</summary>
    public VehicleSpec? Vehicle { get; init; }

    /// <summary>
    /// Whether it keeps to what it has traded: it draws no more than it bought and feeds in no more than it sold, by
    /// switching loads and generators off. Needed where a feeder's limits shall hold.
    /// </summary>
    public bool Curtails { get; init; }

    /// <summary>The role in its certificates (M19).</summary>
    public string Role => Loads.Count == 0 && Vehicle == null && Battery == null ? "producer"
        : Battery != null ? "prosumer-plus"
        : Generation != null ? "prosumer"
        : "consumer";

    /// <summary>The type in its certificates (L3).</summary>
    public string AssetType => Generation is { Type: not "pv" } other ? other.Type
        : (Generation, Battery, Vehicle) switch
        {
            (not null, not null, not null) => "pv-battery-ev",
            (not null, not null, null) => "pv-battery",
            (not null, null, not null) => "pv-ev",
            (not null, null, null) => "pv",
            (null, not null, _) => "battery",
            (null, null, not null) => "ev-load",
            _ => "load",
        };

    /// <summary>The class in the registry (M17).</summary>
    public string AssetClass => Battery != null ? "storage"
        : Vehicle != null ? "time-shiftable"
        : Curtails && Loads.Count > 0 ? "power-shiftable"
        : Generation != null ? "generation"
        : "critical";

    /// <summary>What is wrong with it, or null.</summary>
    public string? FirstFlaw()
    {
        if (Name.Length is 0 or > 32 || Name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('-' or '.')))
        {
            return "a name is 1 to 32 of a-z, 0-9, - and .";
        }

        if (CapacityW is < 4 or > 1_000_000_000)
        {
            return "capacityW is 4 to 1000000000";
        }

        if (Generation is { } generation && !Sources.Contains(generation.Type))
        {
            return "type of generation is one of " + string.Join(", ", Sources);
        }

        return Loads.Concat(Generation == null ? [] : [Generation]).Select(s => s.FirstFlaw()).FirstOrDefault(f => f != null)
            ?? Battery?.FirstFlaw() ?? Vehicle?.FirstFlaw();
    }
}
