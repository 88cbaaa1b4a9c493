using Ledger.Chaincode;

namespace Ledger.Contracts.Settlement;

/// <summary>
/// What one participant traded, metered and owes for one slot. Energy in Wh, money in n¤ (positive = receives). Matched
/// and residual quantities are not negative; metered and deviation are positive for injection.
/// </summary>
public sealed class BillLine : IRecord<BillLine>
{
    /// <summary>Numbers that <see cref="Values"/> lists.</summary>
    public const int Columns = 12;

    /// <summary>The participant's account.</summary>
    public required string Account { get; init; }

    /// <summary>Bought in the market.</summary>
    public required long MarketBuyWh { get; init; }

    /// <summary>Sold in the market.</summary>
    public required long MarketSellWh { get; init; }

    /// <summary>Unmatched bid, bought from the main grid at the retail price.</summary>
    public required long GridBuyWh { get; init; }

    /// <summary>Unmatched offer, sold to the main grid at the feed-in price.</summary>
    public required long GridSellWh { get; init; }

    /// <summary>Export minus import.</summary>
    public required long MeteredWh { get; init; }

    /// <summary>Metered minus contracted.</summary>
    public required long DeviationWh { get; init; }

    /// <summary>Amount of the market trades.</summary>
    public required long MarketNano { get; init; }

    /// <summary>Amount of the residual with the main grid.</summary>
    public required long GridNano { get; init; }

    /// <summary>Amount of the deviation.</summary>
    public required long ImbalanceNano { get; init; }

    /// <summary>What the tariff alone would have come to for the metered energy.</summary>
    public required long TariffNano { get; init; }

    /// <summary>What moved in the wallet, old debt included.</summary>
    public long PaidNano { get; set; }

    /// <summary>What the participant still owes the main grid after this slot, not negative.</summary>
    public long DebtNano { get; set; }

    /// <summary>What this slot comes to.</summary>
    public long NetNano => MarketNano + GridNano + ImbalanceNano;

    /// <inheritdoc/>
    public static BillLine Decode(RecordReader reader)
    {
        reader.Int();
        return new BillLine
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
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer)
    {
        writer.Int(1).Text(Account);
        foreach (var value in Values())
        {
            writer.Long(value);
        }
    }

    /// <summary>The twelve stored numbers in the order of their declaration.</summary>
    public long[] Values() => new long[]
    {
        MarketBuyWh,
        MarketSellWh,
        GridBuyWh,
        GridSellWh,
        MeteredWh,
        DeviationWh,
        MarketNano,
        GridNano,
        ImbalanceNano,
        TariffNano,
        PaidNano,
        DebtNano,
    };
}
