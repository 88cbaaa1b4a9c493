namespace Ledger.Cli.MarketDay;

/// <summary>How the rows of a table of profiles are to be read. Immutable.</summary>
internal sealed record ProfileFormat
{
    /// <summary>Start of the first row, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Seconds of a row: whole slots.</summary>
    public long RowSeconds { get; init; } = 900;

    /// <summary>What a number means: <c>Wh</c>, the energy of the row, or <c>W</c>, its mean power.</summary>
    public string Unit { get; init; } = "Wh";

    /// <summary>What is wrong with it, or null.</summary>
    public string? FirstFlaw() =>
        RowSeconds < 900 || RowSeconds % 900 != 0 || RowSeconds > 86_400 ? "rowSeconds of profiles is 900 times 1 to 96"
        : Unit is not ("Wh" or "W") ? "unit of profiles is Wh or W"
        : Start.ToUnixTimeSeconds() % 900 != 0 || Start.Millisecond != 0 || Start.ToUnixTimeSeconds() < 0
            ? "start of profiles is a full quarter of an hour since 1970"
        : null;
}
