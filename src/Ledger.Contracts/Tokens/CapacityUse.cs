using Ledger.Chaincode;

namespace Ledger.Contracts.Tokens;

/// <summary>
/// How much of its asset's capacity an account has promised for a slot, over all markets, sessions and contracts, so
/// that none of it is sold twice (M4).
/// </summary>
public sealed class CapacityUse : IRecord<CapacityUse>
{
    /// <summary>Wh minted as tokens and not withdrawn.</summary>
    public long MintedWh { get; set; }

    /// <summary>Wh that it wants to draw.</summary>
    public long DrawnWh { get; set; }

    /// <inheritdoc/>
    public static CapacityUse Decode(RecordReader reader)
    {
        reader.Int();
        return new CapacityUse { MintedWh = reader.Long(), DrawnWh = reader.Long() };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Long(MintedWh).Long(DrawnWh);
}
