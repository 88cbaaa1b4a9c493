namespace Ledger.Cli.Demo.Devices;

/// <summary>What a home expects of a slot and means to do in it. All in Wh. Immutable.</summary>
/// <param name="Slot">The slot, 0 for the first of the day.</param>
/// <param name="LoadWh">Expected load without the vehicle.</param>
/// <param name="PvWh">Expected PV.</param>
/// <param name="VehicleWh">What the vehicle will take.</param>
/// <param name="BatteryWh">What the battery will give; negative: take.</param>
public sealed record SlotPlan(int Slot, long LoadWh, long PvWh, long VehicleWh, long BatteryWh)
{
    /// <summary>Expected export; negative: import.</summary>
    public long NetWh => PvWh + BatteryWh - LoadWh - VehicleWh;
}
