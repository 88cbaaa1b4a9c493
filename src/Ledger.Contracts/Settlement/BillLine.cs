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

    /// <summary>Bought in other sessions and from the neighbours' market, billed there.</summary>
    public long OtherBuyWh { get; init; }

    /// <summary>Sold there.</summary>
    public long OtherSellWh { get; init; }

    /// <summary>Amount of transport fees, not positive.</summary>
    public long TransportNano { get; init; }

    /// <summary>Amount of taxes and surcharges, not positive.</summary>
    public long LevyNano { get; set; }

    /// <summary>Whether the meter was silent and its reading is estimated.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>What moved in the wallet, old debt included.</summary>
    public long PaidNano { get; set; }

    /// <summary>What the participant still owes the main grid after this slot, not negative.</summary>
    public long DebtNano { get; set; }

    /// <summary>What this slot comes to.</summary>
    public long NetNano => MarketNano + GridNano + ImbalanceNano + TransportNano + LevyNano;

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
            OtherBuyWh = reader.Long(),
            OtherSellWh = reader.Long(),
            TransportNano = reader.Long(),
            LevyNano = reader.Long(),
            IsEstimated = reader.Bool(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer)
    {
        writer.Int(2).Text(Account);
        foreach (var value in Values())
        {
            writer.Long(value);
        }

        writer.Long(OtherBuyWh).Long(OtherSellWh).Long(TransportNano).Long(LevyNano).Bool(IsEstimated);
    }

    /// <summary>The twelve numbers that every slot has, in the order of their declaration.</summary>
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

    /// <summary>
    /// The five others: bought and sold elsewhere (Wh), transport, levies (n¤), whether the reading is estimated.
    /// </summary>
    public long[] Others() =>
        new long[] { OtherBuyWh, OtherSellWh, TransportNano, LevyNano, IsEstimated ? 1 : 0 };
}
