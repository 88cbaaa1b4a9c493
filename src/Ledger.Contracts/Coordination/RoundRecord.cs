using Ledger.Chaincode;

namespace Ledger.Contracts.Coordination;

/// <summary>One finished round of a price iteration: the proof of convergence, step by step. Immutable.</summary>
public sealed class RoundRecord : IRecord<RoundRecord>
{
    /// <summary>The price that the devices answered, µ¤/kWh.</summary>
    public required long PriceMicro { get; init; }

    /// <summary>Primal residual: imbalance of all answers in Wh.</summary>
    public required Int128 ImbalanceWh { get; init; }

    /// <summary>Dual residual in millionths of a µ¤/kWh.</summary>
    public required Int128 DualScaled { get; init; }

    /// <summary>The buses.</summary>
    public required string[] Buses { get; init; }

    /// <summary>Imbalance of each bus in Wh, which its neighbours must carry.</summary>
    public required long[] BusWh { get; init; }

    /// <inheritdoc/>
    public static RoundRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new RoundRecord
        {
            PriceMicro = reader.Long(),
            ImbalanceWh = reader.Int128(),
            DualScaled = reader.Int128(),
            Buses = reader.Texts(),
            BusWh = reader.Longs(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) =>
        writer.Int(1).Long(PriceMicro).Int128(ImbalanceWh).Int128(DualScaled).Texts(Buses).Longs(BusWh);
}
