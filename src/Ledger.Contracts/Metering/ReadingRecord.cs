using Ledger.Chaincode;

namespace Ledger.Contracts.Metering;

/// <summary>What one meter measured in one slot. Immutable.</summary>
public sealed class ReadingRecord : IRecord<ReadingRecord>
{
    /// <summary>Wh taken from the grid, not negative.</summary>
    public required long ImportWh { get; init; }

    /// <summary>Wh fed into the grid, not negative.</summary>
    public required long ExportWh { get; init; }

    /// <summary>Height of the block that holds the reading.</summary>
    public required long BlockHeight { get; init; }

    /// <summary>Whether it stands in for a silent meter.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>How often it was corrected.</summary>
    public int Corrections { get; init; }

    /// <summary>Why it was corrected last; empty for a first reading.</summary>
    public string Reason { get; init; } = "";

    /// <inheritdoc/>
    public static ReadingRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new ReadingRecord
        {
            ImportWh = reader.Long(),
            ExportWh = reader.Long(),
            BlockHeight = reader.Long(),
            IsEstimated = reader.Bool(),
            Corrections = reader.Int(),
            Reason = reader.Text(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(2).Long(ImportWh).Long(ExportWh).Long(BlockHeight).Bool(IsEstimated).Int(Corrections).Text(Reason);
}
