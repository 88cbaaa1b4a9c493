using System.Text.Json.Serialization;

namespace Ledger.Cli.MarketDay;

/// <summary>An electric vehicle of a <see cref="HomeSpec"/>, plugged in every day at the same times (UTC). Immutable.</summary>
internal sealed record VehicleSpec
{
    /// <summary>Energy of a day, in kWh.</summary>
    public decimal KWhPerDay { get; init; } = 12;

    /// <summary>Power of the charger, in kW.</summary>
    [JsonPropertyName("kW")]
    public decimal KW { get; init; } = 7.36m;

    /// <summary>When it comes home.</summary>
    public TimeOnly From { get; init; } = new(18, 0);

    /// <summary>When it leaves.</summary>
    public TimeOnly Until { get; init; } = new(6, 0);

    /// <summary>What is wrong with it, or null.</summary>
    public string? FirstFlaw() =>
        KWhPerDay is <= 0 or > 1_000 || KW is <= 0 or > 1_000 ? "kWhPerDay and kW of a vehicle are above 0 and at most 1000"
        : From == Until || From.Minute % 15 != 0 || Until.Minute % 15 != 0
            ? "a vehicle comes and leaves at different full quarters of an hour"
        : null;
}
