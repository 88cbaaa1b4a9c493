using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>An order of a slot. Immutable.</summary>
internal sealed record OrderEntry(string Account, bool IsBuy, long QuantityWh, long PriceMicro, bool IsCancelled, string Source)
{
    /// <summary>Reads the market's record.</summary>
    public static OrderEntry Decode(byte[] record)
    {
        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), 2, "orders");
        reader.Text();
        var account = reader.Text();
        reader.Int();
        var (isBuy, quantity, price) = (reader.Bool(), reader.Long(), reader.Long());
        reader.Int();
        var isCancelled = reader.Bool();
        reader.Long();
        reader.Int();
        return new OrderEntry(account, isBuy, quantity, price, isCancelled, reader.Text());
    }
}
