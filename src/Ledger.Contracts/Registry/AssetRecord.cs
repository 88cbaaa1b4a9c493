using Ledger.Chaincode;

namespace Ledger.Contracts.Registry;

/// <summary>A physical asset and the account it is bound to. Immutable.</summary>
public sealed class AssetRecord : IRecord<AssetRecord>
{
    /// <summary>The account that acts for the asset.</summary>
    public required string Account { get; init; }

    /// <summary>The asset's own name, unique on the ledger.</summary>
    public required string AssetId { get; init; }

    /// <summary>What it is: load, pv, battery, ev, pv-battery ...</summary>
    public required string AssetType { get; init; }

    /// <summary>
    /// How its load may be treated: critical, time-shiftable, power-shiftable, generation, storage ...
    /// </summary>
    public required string AssetClass { get; init; }

    /// <summary>The meter that measures it.</summary>
    public required string MeterId { get; init; }

    /// <summary>The bus of the feeder it is connected to.</summary>
    public required string Bus { get; init; }

    /// <summary>The microgrid it belongs to.</summary>
    public required string Microgrid { get; init; }

    /// <summary>The most power it draws or feeds in, in W; positive.</summary>
    public required long CapacityW { get; init; }

    /// <inheritdoc/>
    public static AssetRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new AssetRecord
        {
            Account = reader.Text(),
            AssetId = reader.Text(),
            AssetType = reader.Text(),
            AssetClass = reader.Text(),
            MeterId = reader.Text(),
            Bus = reader.Text(),
            Microgrid = reader.Text(),
            CapacityW = reader.Long(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1)
        .Text(Account)
        .Text(AssetId)
        .Text(AssetType)
        .Text(AssetClass)
        .Text(MeterId)
        .Text(Bus)
        .Text(Microgrid)
        .Long(CapacityW);
}
