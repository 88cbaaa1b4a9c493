using System.Text.Json.Serialization;

namespace Ledger.Cli.MarketDay;

/// <summary>Energy over time: a column of the table times a factor, or a constant power. Immutable.</summary>
internal sealed record SeriesSpec
{
    /// <summary>For generation <c>pv</c>, <c>wind</c>, <c>hydro</c> or <c>chp</c>; for loads any word.</summary>
    public string Type { get; init; } = "pv";

    /// <summary>Name of the column; null for a constant power.</summary>
    public string? Column { get; init; }

    /// <summary>Multiplies the column: kWp for PV per kWp, the number of homes for a street, 1 otherwise.</summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>The same by its other name.</summary>
    public decimal? KWp { get; init; }

    /// <summary>Constant power in kW, when there is no column.</summary>
    [JsonPropertyName("kW")]
    public decimal KW { get; init; }

    /// <summary>Cost of making a kWh in µ¤; 0 unless said.</summary>
    public long CostMicro { get; init; }

    /// <summary>What the column is multiplied by.</summary>
    public decimal Scale => KWp ?? Factor;

    /// <summary>What is wrong with it, or null.</summary>
    public string? FirstFlaw() =>
        Scale is < 0 or > 1_000_000 || KW is < 0 or > 1_000_000 ? "a factor or power is 0 to 1000000"
        : (Column == null) == (KW == 0) ? "a series has a column or a constant power (kW), not both"
        : CostMicro is < 0 or > 1_000_000_000 ? "costMicro is 0 to 1000000000"
        : null;
}
