using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>An order of the grid supervisor: a frozen line or a capped bus, for a range of slots. Immutable.</summary>
internal sealed record GridOrderEntry(
    bool IsFreeze, string Target, long DrawW, long FeedW, long FromSlot, long ToSlot, string Reason)
{
    /// <summary>Reads the registry's record.</summary>
    public static GridOrderEntry Decode(byte[] record)
    {
        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), 1, "supervisor's orders");
        reader.Text();
        return new GridOrderEntry(
            reader.Bool(), reader.Text(), reader.Long(), reader.Long(), reader.Long(), reader.Long(), reader.Text());
    }
}
