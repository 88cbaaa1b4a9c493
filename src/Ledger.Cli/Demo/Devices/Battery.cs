namespace Ledger.Cli.Demo.Devices;

/// <summary>
/// A home battery with the data set's figures: 6.4 kWh, 5 kW, 0.90 round trip. All losses are counted when it charges,
/// in whole Wh rounded down. Not thread safe.
/// </summary>
public sealed class Battery
{
    /// <summary>What it can hold, in Wh.</summary>
    public const long CapacityWh = 6_400;

    /// <summary>What it can take or give in a slot: 5 kW for 15 minutes.</summary>
    public const long SlotWhMax = 5_000 / 4;

    /// <summary>Wh stored for 100 Wh taken.</summary>
    public const long EfficiencyPercent = 90;

    /// <summary>Starts with so much in it.</summary>
    public Battery(long storedWh)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(storedWh);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(storedWh, CapacityWh);
        StoredWh = storedWh;
    }

    /// <summary>What it could give, in Wh.</summary>
    public long StoredWh { get; private set; }

    /// <summary>The most it can take in the next slot, in Wh from outside.</summary>
    public long ChargeableWh => Math.Min(SlotWhMax, (CapacityWh - StoredWh) * 100 / EfficiencyPercent);

    /// <summary>The most it can give in the next slot, in Wh.</summary>
    public long DischargeableWh => Math.Min(SlotWhMax, StoredWh);

    /// <summary>Moves energy for one slot.</summary>
    /// <param name="dischargeWh">Wh given; negative: Wh taken.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than it can.</exception>
    public void Move(long dischargeWh)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dischargeWh, DischargeableWh);
        ArgumentOutOfRangeException.ThrowIfLessThan(dischargeWh, -ChargeableWh);
        StoredWh += dischargeWh < 0 ? -dischargeWh * EfficiencyPercent / 100 : -dischargeWh;
    }
}
