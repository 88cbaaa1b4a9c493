using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>One participant of a market, with what the registry says of its asset. Immutable.</summary>
public sealed class ParticipantRecord : IRecord<ParticipantRecord>
{
    /// <summary>Names every property.</summary>
    public ParticipantRecord(int index, string account, string meterId, long capacityW)
    {
        Index = index;
        Account = account;
        MeterId = meterId;
        CapacityW = capacityW;
    }

    /// <summary>0-based, in the order of joining.</summary>
    public int Index { get; }

    /// <summary>The account.</summary>
    public string Account { get; }

    /// <summary>The meter of the asset.</summary>
    public string MeterId { get; }

    /// <summary>Capacity of the asset in W.</summary>
    public long CapacityW { get; }

    /// <inheritdoc/>
    public static ParticipantRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new ParticipantRecord(reader.Int(), reader.Text(), reader.Text(), reader.Long());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Int(Index).Text(Account).Text(MeterId).Long(CapacityW);
}
