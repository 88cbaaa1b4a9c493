using Ledger.Chaincode;

namespace Ledger.Contracts.Control;

/// <summary>What a device was told for a slot, and whether it followed.</summary>
public sealed class InstructionRecord : IRecord<InstructionRecord>
{
    /// <summary>Such as <c>charge</c> or <c>defer</c>.</summary>
    public required string Action { get; init; }

    /// <summary>By how much, in W.</summary>
    public required long PowerW { get; init; }

    /// <summary>Whether the device has answered.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>Whether it follows.</summary>
    public bool IsFollowed { get; set; }

    /// <inheritdoc/>
    public static InstructionRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new InstructionRecord
        {
            Action = reader.Text(),
            PowerW = reader.Long(),
            IsAnswered = reader.Bool(),
            IsFollowed = reader.Bool(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) =>
        writer.Int(1).Text(Action).Long(PowerW).Bool(IsAnswered).Bool(IsFollowed);
}
