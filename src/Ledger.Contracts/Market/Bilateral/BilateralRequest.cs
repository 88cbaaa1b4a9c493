namespace Ledger.Contracts.Market.Bilateral;

/// <summary>What a buyer asks of all offers. Immutable.</summary>
public sealed class BilateralRequest
{
    /// <summary>The buyer.</summary>
    public required string By { get; init; }

    /// <summary>Wh that it needs.</summary>
    public required long QuantityWh { get; init; }

    /// <summary>The most it pays, in µ¤/kWh.</summary>
    public required long PriceMicroMax { get; init; }

    /// <summary>Origins that it accepts; empty for all.</summary>
    public required string[] Origins { get; init; }

    /// <summary>Whether it takes all that it needs or nothing.</summary>
    public required bool IsAllOrNone { get; init; }
}
