namespace Ledger.Contracts.Market.Bilateral;

/// <summary>A seller's offer, open to everyone or to one counterparty.</summary>
public sealed class BilateralOffer
{
    /// <summary>Never used before.</summary>
    public required string Id { get; init; }

    /// <summary>The seller.</summary>
    public required string Owner { get; init; }

    /// <summary>Wh that are left.</summary>
    public required long LeftWh { get; set; }

    /// <summary>Price in µ¤/kWh.</summary>
    public required long PriceMicro { get; init; }

    /// <summary>Smallest quantity that may be taken, unless it is all that is left.</summary>
    public required long MinimumLotWh { get; init; }

    /// <summary>The only account that may take it; null for everyone.</summary>
    public required string? Counterparty { get; init; }

    /// <summary>First time at which it may not be taken any more; null for never.</summary>
    public required long? ExpiresAt { get; init; }

    /// <summary>Where the energy comes from.</summary>
    public required string Origin { get; init; }

    /// <summary>Whether its owner withdrew it.</summary>
    public bool IsWithdrawn { get; set; }

    /// <summary>Whether it is withdrawn or sold out; an expired one is not closed.</summary>
    public bool IsClosed => IsWithdrawn || LeftWh == 0;

    /// <summary>Whether it has expired at a time.</summary>
    public bool IsExpired(long time) => ExpiresAt is long end && time >= end;
}
