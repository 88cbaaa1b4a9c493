using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>What a meter measured in a slot. Immutable.</summary>
internal sealed record ReadingEntry(long ImportWh, long ExportWh, bool IsEstimated, int Corrections)
{
    /// <summary>Reads metering's record.</summary>
    public static ReadingEntry Decode(byte[] record)
    {
        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), 2, "readings");
        var (import, export) = (reader.Long(), reader.Long());
        reader.Long();
        return new ReadingEntry(import, export, reader.Bool(), reader.Int());
    }
}
