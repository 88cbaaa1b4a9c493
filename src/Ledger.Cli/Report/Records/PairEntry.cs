using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>Who delivers how much to whom, and from where. Immutable.</summary>
internal sealed record PairEntry(string Buyer, string Seller, long QuantityWh, int Origin)
{
    /// <summary>Reads a page of the market's record.</summary>
    public static IReadOnlyList<PairEntry> DecodePage(byte[] record)
    {
        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), 1, "pairs");
        var (buyers, sellers, quantities, origins) = (reader.Texts(), reader.Texts(), reader.Longs(), reader.Longs());
        return [.. buyers.Select((buyer, i) => new PairEntry(buyer, sellers[i], quantities[i], (int)origins[i]))];
    }
}
