namespace Ledger.Contracts.Market.Auction;

/// <summary>Parameters of the uniform-price k-double auction. Immutable.</summary>
public sealed class KdaRules
{
    /// <summary>Largest denominator of k.</summary>
    public const long DenominatorMax = 1_000_000_000;

    /// <summary>Names every property.</summary>
    public KdaRules(long numerator, long denominator, bool isMarginalInterval, bool isProRata)
    {
        Numerator = numerator;
        Denominator = denominator;
        IsMarginalInterval = isMarginalInterval;
        IsProRata = isProRata;
    }

    /// <summary>Numerator of k, 0 to <see cref="Denominator"/>: 0 gives the lowest price of the interval.</summary>
    public long Numerator { get; }

    /// <summary>Denominator of k, 1 to <see cref="DenominatorMax"/>.</summary>
    public long Denominator { get; }

    /// <summary>
    /// Whether the interval is that of the last accepted orders; otherwise that of all market-clearing prices.
    /// </summary>
    public bool IsMarginalInterval { get; }

    /// <summary>
    /// Whether the last accepted price level is shared by largest remainder; otherwise the earlier order comes first.
    /// </summary>
    public bool IsProRata { get; }
}
