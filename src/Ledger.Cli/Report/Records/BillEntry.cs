using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>
/// A participant's bill of one slot in one market, as settlement keeps it. Energy in Wh, money in n¤ (positive = receives).
/// Immutable.
/// </summary>
internal sealed record BillEntry
{
    /// <summary>The participant.</summary>
    public required string Account { get; init; }

    /// <summary>Bought in the market.</summary>
    public required long MarketBuyWh { get; init; }

    /// <summary>Sold in the market.</summary>
    public required long MarketSellWh { get; init; }

    /// <summary>Bought from the main grid, since nobody matched the bid.</summary>
    public required long GridBuyWh { get; init; }

    /// <summary>Sold to the main grid, since nobody matched the offer.</summary>
    public required long GridSellWh { get; init; }

    /// <summary>Export minus import.</summary>
    public required long MeteredWh { get; init; }

    /// <summary>Metered minus contracted.</summary>
    public required long DeviationWh { get; init; }

    /// <summary>For the market trades.</summary>
    public required long MarketNano { get; init; }

    /// <summary>For the trades with the main grid.</summary>
    public required long GridNano { get; init; }

    /// <summary>For the deviation.</summary>
    public required long ImbalanceNano { get; init; }

    /// <summary>What the tariff alone would have come to.</summary>
    public required long TariffNano { get; init; }

    /// <summary>What moved in the wallet, old debt included.</summary>
    public required long PaidNano { get; init; }

    /// <summary>What is owed after this slot.</summary>
    public required long DebtNano { get; init; }

    /// <summary>Bought in other sessions and from the neighbours, billed there.</summary>
    public required long OtherBuyWh { get; init; }

    /// <summary>Sold there.</summary>
    public required long OtherSellWh { get; init; }

    /// <summary>Transport fees, not positive.</summary>
    public required long TransportNano { get; init; }

    /// <summary>Taxes and levies, not positive.</summary>
    public required long LevyNano { get; init; }

    /// <summary>Whether the reading stands in for a silent meter.</summary>
    public required bool IsEstimated { get; init; }

    /// <summary>What the slot comes to.</summary>
    public long NetNano => MarketNano + GridNano + ImbalanceNano + TransportNano + LevyNano;

    /// <summary>Reads settlement's record.</summary>
    public static BillEntry Decode(byte[] record)
    {
        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), 2, "bills");
        return new BillEntry
        {
            Account = reader.Text(),
            MarketBuyWh = reader.Long(),
            MarketSellWh = reader.Long(),
            GridBuyWh = reader.Long(),
            GridSellWh = reader.Long(),
            MeteredWh = reader.Long(),
            DeviationWh = reader.Long(),
            MarketNano = reader.Long(),
            GridNano = reader.Long(),
            ImbalanceNano = reader.Long(),
            TariffNano = reader.Long(),
            PaidNano = reader.Long(),
            DebtNano = reader.Long(),
            OtherBuyWh = reader.Long(),
            OtherSellWh = reader.Long(),
            TransportNano = reader.Long(),
            LevyNano = reader.Long(),
            IsEstimated = reader.Bool(),
        };
    }
}
