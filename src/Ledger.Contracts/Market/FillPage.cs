using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>
/// Consecutive fills of a slot: columns of equal length, by ordinal order id, at most <see
/// cref="MarketLimits.FillsPerPage"/>. Immutable.
/// </summary>
public sealed class FillPage : IRecord<FillPage>
{
    /// <summary>Names every property; the arrays must not change any more.</summary>
    public FillPage(string[] orderIds, string[] accounts, long[] signedWh, long[] amountsNano)
    {
        OrderIds = orderIds;
        Accounts = accounts;
        SignedWh = signedWh;
        AmountsNano = amountsNano;
    }

    /// <summary>The orders.</summary>
    public string[] OrderIds { get; }

    /// <summary>Their owners.</summary>
    public string[] Accounts { get; }

    /// <summary>Accepted Wh, negative for a buy order.</summary>
    public long[] SignedWh { get; }

    /// <summary>What the buyer pays or the seller receives, in n¤.</summary>
    public long[] AmountsNano { get; }

    /// <inheritdoc/>
    public static FillPage Decode(RecordReader reader)
    {
        reader.Int();
        return new FillPage(reader.Texts(), reader.Texts(), reader.Longs(), reader.Longs());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) =>
        writer.Int(2).Texts(OrderIds).Texts(Accounts).Longs(SignedWh).Longs(AmountsNano);
}
