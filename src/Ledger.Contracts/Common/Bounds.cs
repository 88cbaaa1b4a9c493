namespace Ledger.Contracts;

/// <summary>
/// Bounds on what a caller may name. With them, every amount of one participant in one slot stays below 10^18 n¤ and
/// fits 64 bits.
/// </summary>
public static class Bounds
{
    /// <summary>Largest price, up or down: 1,000 ¤/kWh, in µ¤/kWh.</summary>
    public const long PriceMicroMax = 1_000_000_000;

    /// <summary>Largest capacity of an asset: 1 GW, in W.</summary>
    public const long CapacityWattMax = 1_000_000_000;

    /// <summary>Largest amount of money of one transaction: 10^9 ¤, in n¤.</summary>
    public const long AmountNanoMax = 1_000_000_000_000_000_000;

    /// <summary>Most entries that one answer lists.</summary>
    public const int ListMax = 1_000;

    /// <summary>Most accounts that one audit adds up.</summary>
    public const int AuditAccountsMax = 100_000;
}
