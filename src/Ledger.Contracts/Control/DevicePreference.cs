using Ledger.Chaincode;

namespace Ledger.Contracts.Control;

/// <summary>What an owner wants a device to do at which price (M16). Its account stands in the key. Immutable.</summary>
public sealed class DevicePreference : IRecord<DevicePreference>
{
    /// <summary>Class of the asset, one of <see cref="AssetClasses"/>.</summary>
    public required string AssetClass { get; init; }

    /// <summary>The energy type whose price counts.</summary>
    public required int Origin { get; init; }

    /// <summary>At this price or above the device draws less, or feeds in; µ¤/kWh.</summary>
    public required long HighMicro { get; init; }

    /// <summary>At this price or below it draws more; µ¤/kWh.</summary>
    public required long LowMicro { get; init; }

    /// <summary>By how much it follows, in W.</summary>
    public required long PowerW { get; init; }

    /// <inheritdoc/>
    public static DevicePreference Decode(RecordReader reader)
    {
        reader.Int();
        return new DevicePreference
        {
            AssetClass = reader.Text(),
            Origin = reader.Int(),
            HighMicro = reader.Long(),
            LowMicro = reader.Long(),
            PowerW = reader.Long(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) =>
        writer.Int(1).Text(AssetClass).Int(Origin).Long(HighMicro).Long(LowMicro).Long(PowerW);

    /// <summary>What the device shall do at a price; empty for nothing.</summary>
    public string ActionAt(long priceMicro)
    {
        if (priceMicro >= HighMicro)
        {
            return AssetClass switch
            {
                AssetClasses.TimeShiftable => "defer",
                AssetClasses.PowerShiftable => "reduce",
                AssetClasses.Storage or AssetClasses.Vehicle => "discharge",
                _ => "",
            };
        }

        if (priceMicro <= LowMicro)
        {
            return AssetClass switch
            {
                AssetClasses.TimeShiftable => "run",
                AssetClasses.PowerShiftable => "restore",
                AssetClasses.Storage or AssetClasses.Vehicle => "charge",
                AssetClasses.Generation => "curtail",
                _ => "",
            };
        }

        return "";
    }
}
