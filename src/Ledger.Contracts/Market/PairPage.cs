using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>
/// Consecutive pairs of a slot, who delivers to whom, as columns of equal length; at most <see
/// cref="MarketLimits.PairsPerPage"/>. Immutable.
/// </summary>
public sealed class PairPage : IRecord<PairPage>
{
    /// <summary>Names every property; the arrays must not change any more.</summary>
    public PairPage(string[] buyers, string[] sellers, long[] quantitiesWh, long[] origins)
    {
        Buyers = buyers;
        Sellers = sellers;
        QuantitiesWh = quantitiesWh;
        OriginNumbers = origins;
    }

    /// <summary>Accounts of the buyers.</summary>
    public string[] Buyers { get; }

    /// <summary>Accounts of the sellers.</summary>
    public string[] Sellers { get; }

    /// <summary>Wh, positive.</summary>
    public long[] QuantitiesWh { get; }

    /// <summary>Origin of the energy, by <see cref="Origins"/>.</summary>
    public long[] OriginNumbers { get; }

    /// <inheritdoc/>
    public static PairPage Decode(RecordReader reader)
    {
        reader.Int();
        return new PairPage(reader.Texts(), reader.Texts(), reader.Longs(), reader.Longs());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) =>
        writer.Int(1).Texts(Buyers).Texts(Sellers).Longs(QuantitiesWh).Longs(OriginNumbers);
}
