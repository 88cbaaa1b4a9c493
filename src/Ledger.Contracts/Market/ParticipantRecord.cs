using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>One participant of a market, with what the registry says of its asset. Immutable.</summary>
public sealed class ParticipantRecord : IRecord<ParticipantRecord>
{
    /// <summary>0-based, in the order of joining.</summary>
    public required int Index { get; init; }

    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>The meter of the asset.</summary>
    public required string MeterId { get; init; }

    /// <summary>Capacity of the asset in W.</summary>
    public required long CapacityW { get; init; }

    /// <summary>The bus of the feeder.</summary>
    public required string Bus { get; init; }

    /// <summary>The class of the asset, one of <see cref="AssetClasses"/>.</summary>
    public required string AssetClass { get; init; }

    /// <summary>The origins its energy can have; 0 for a load.</summary>
    public required int OriginSet { get; init; }

    /// <inheritdoc/>
    public static ParticipantRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new ParticipantRecord
        {
            Index = reader.Int(),
            Account = reader.Text(),
            MeterId = reader.Text(),
            CapacityW = reader.Long(),
            Bus = reader.Text(),
            AssetClass = reader.Text(),
            OriginSet = reader.Int(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(2)
        .Int(Index)
        .Text(Account)
        .Text(MeterId)
        .Long(CapacityW)
        .Text(Bus)
        .Text(AssetClass)
        .Int(OriginSet);
}
