using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>
/// Consecutive fills of a slot: columns of equal length, by ordinal order id, at most <see
/// cref="MarketLimits.FillsPerPage"/>. Immutable.
/// </summary>
public sealed class FillPage : IRecord<FillPage>
{
    /// <summary>Names every property; the arrays must not change any more.</summary>
    public FillPage(string[] orderIds, string[] accounts, long[] buysWh, long[] sellsWh)
    {
        OrderIds = orderIds;
        Accounts = accounts;
        BuysWh = buysWh;
        SellsWh = sellsWh;
    }

    /// <summary>The orders.</summary>
    public string[] OrderIds { get; }

    /// <summary>Their owners.</summary>
    public string[] Accounts { get; }

    /// <summary>Accepted Wh of a buy order, 0 for a sell order.</summary>
    public long[] BuysWh { get; }

    /// <summary>Accepted Wh of a sell order, 0 for a buy order.</summary>
    public long[] SellsWh { get; }

    /// <inheritdoc/>
    public static FillPage Decode(RecordReader reader)
    {
        reader.Int();
        return new FillPage(reader.Texts(), reader.Texts(), reader.Longs(), reader.Longs());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) =>
        writer.Int(1).Texts(OrderIds).Texts(Accounts).Longs(BuysWh).Longs(SellsWh);
}
