namespace Ledger.Client.Strategies;

/// <summary>How much of the past counts, and how. Immutable.</summary>
public sealed record HistoryForecastOptions
{
    /// <summary>Days of each kind that <see cref="Days"/> may be at most.</summary>
    public const int DaysMax = 60;

    /// <summary>Days of each kind that are remembered, 1 to <see cref="DaysMax"/>; 5 by default.</summary>
    public int Days { get; init; } = 5;

    /// <summary>
    /// Weight of a day against that of the next later day of its kind, in basis points, 1 to 10,000; 8,000 by default.
    /// At 10,000 all days count alike.
    /// </summary>
    public int DecayBps { get; init; } = 8_000;

    /// <summary>
    /// Share of the last slot's error that is expected of the next slot, in basis points, 0 to 10,000; 5,000 by default.
    /// It fades by the same factor with every further slot.
    /// </summary>
    public int PersistenceBps { get; init; } = 5_000;

    /// <summary>Nothing below this is expected; 0 by default, as suits load and generation.</summary>
    public long Least { get; init; }

    /// <summary>Checks every figure.</summary>
    /// <exception cref="ArgumentException">One is out of its range.</exception>
    public void Validate()
    {
        if (Days is < 1 or > DaysMax || DecayBps is < 1 or > 10_000 || PersistenceBps is < 0 or > 10_000)
        {
            throw new ArgumentException("an option of the forecast is out of its range");
        }
    }
}
