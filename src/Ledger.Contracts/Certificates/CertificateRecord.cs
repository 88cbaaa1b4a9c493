using Ledger.Chaincode;

namespace Ledger.Contracts.Certificates;

/// <summary>
/// A certificate of origin (M12): so many Wh that a producer delivered from an origin in a slot. Number stands in the key.
/// </summary>
public sealed class CertificateRecord : IRecord<CertificateRecord>
{
    /// <summary>Who delivered.</summary>
    public required string Producer { get; init; }

    /// <summary>The origin, by <see cref="Origins"/>.</summary>
    public required int Origin { get; init; }

    /// <summary>When.</summary>
    public required long Slot { get; init; }

    /// <summary>Wh it stands for; less when a part was passed on.</summary>
    public required long QuantityWh { get; set; }

    /// <summary>Who holds it.</summary>
    public required string Owner { get; set; }

    /// <summary>Number of the certificate it was split from; -1 for an original one.</summary>
    public required long SplitFrom { get; init; }

    /// <summary>For what it was retired; empty while it is not.</summary>
    public string RetiredFor { get; set; } = "";

    /// <inheritdoc/>
    public static CertificateRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new CertificateRecord
        {
            Producer = reader.Text(),
            Origin = reader.Int(),
            Slot = reader.Long(),
            QuantityWh = reader.Long(),
            Owner = reader.Text(),
            SplitFrom = reader.Long(),
            RetiredFor = reader.Text(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1)
        .Text(Producer)
        .Int(Origin)
        .Long(Slot)
        .Long(QuantityWh)
        .Text(Owner)
        .Long(SplitFrom)
        .Text(RetiredFor);
}
