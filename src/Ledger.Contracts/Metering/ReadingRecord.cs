using Ledger.Chaincode;

namespace Ledger.Contracts.Metering;

/// <summary>What one meter measured in one slot. Immutable.</summary>
public sealed class ReadingRecord : IRecord<ReadingRecord>
{
    /// <summary>Names every property.</summary>
    public ReadingRecord(long importWh, long exportWh, long blockHeight)
    {
        ImportWh = importWh;
        ExportWh = exportWh;
        BlockHeight = blockHeight;
    }

    /// <summary>Wh taken from the grid, not negative.</summary>
    public long ImportWh { get; }

    /// <summary>Wh fed into the grid, not negative.</summary>
    public long ExportWh { get; }

    /// <summary>Height of the block that holds the reading.</summary>
    public long BlockHeight { get; }

    /// <inheritdoc/>
    public static ReadingRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new ReadingRecord(reader.Long(), reader.Long(), reader.Long());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Long(ImportWh).Long(ExportWh).Long(BlockHeight);
}
