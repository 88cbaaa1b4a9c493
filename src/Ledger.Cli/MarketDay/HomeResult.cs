namespace Ledger.Cli.MarketDay;

/// <summary>What a home's simulation came to. Energy in Wh, money in n¤ (positive: the home receives). Immutable.</summary>
internal sealed record HomeResult
{
    /// <summary>Its account.</summary>
    public required string Account { get; init; }

    /// <summary>The type of its asset.</summary>
    public required string AssetType { get; init; }

    /// <summary>Bought in the market.</summary>
    public long BoughtWh { get; init; }

    /// <summary>Sold in the market.</summary>
    public long SoldWh { get; init; }

    /// <summary>Import by its meter.</summary>
    public long ImportWh { get; init; }

    /// <summary>Export by its meter.</summary>
    public long ExportWh { get; init; }

    /// <summary>Export minus import as its bills say.</summary>
    public long BilledWh { get; init; }

    /// <summary>Loads and generation switched off to keep to the schedule.</summary>
    public long CurtailedWh { get; init; }

    /// <summary>Settled slots.</summary>
    public long Slots { get; init; }

    /// <summary>What all its bills paid.</summary>
    public long PaidNano { get; init; }

    /// <summary>What the tariff alone would have come to for the same metered energy.</summary>
    public long TariffNano { get; init; }

    /// <summary>Change of its balance.</summary>
    public long BalanceNano { get; init; }

    /// <summary>What it owes at the end.</summary>
    public long DebtNano { get; init; }

    /// <summary>What it gained against the tariff alone.</summary>
    public long GainNano => PaidNano - TariffNano;
}
