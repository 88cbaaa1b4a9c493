using System.Text.Json.Serialization;
using Ledger.Client.Strategies;

namespace Ledger.Cli.MarketDay;

/// <summary>A battery of a <see cref="HomeSpec"/>, half full at the beginning. Immutable.</summary>
internal sealed record BatterySpec
{
    /// <summary>The most that it holds, in kWh.</summary>
    public required decimal KWh { get; init; }

    /// <summary>Power in kW, in and out; half of the capacity in an hour unless said.</summary>
    [JsonPropertyName("kW")]
    public decimal? KW { get; init; }

    /// <summary>Efficiency of charging and of discharging, each in basis points.</summary>
    public long EfficiencyBps { get; init; } = 9_500;

    /// <summary>What the SDK's strategy wants to know.</summary>
    public BatteryLimits Limits => new()
    {
        CapacityWh = (long)(KWh * 1_000),
        ChargeSlotWhMax = (long)((KW ?? KWh / 2) * 250),
        DischargeSlotWhMax = (long)((KW ?? KWh / 2) * 250),
        ChargeEfficiencyBps = EfficiencyBps,
        DischargeEfficiencyBps = EfficiencyBps,
    };

    /// <summary>What is wrong with it, or null.</summary>
    public string? FirstFlaw() =>
        KWh is <= 0 or > 10_000 || KW is <= 0 or > 10_000 ? "kWh and kW of a battery are above 0 and at most 10000"
        : EfficiencyBps is < 5_000 or > 10_000 ? "efficiencyBps of a battery is 5000 to 10000"
        : null;
}
