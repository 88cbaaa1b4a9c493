namespace Ledger.Cli.Demo.Devices;

/// <summary>
/// An electric vehicle as a deferrable load. Assumed, for the data set has none: a 7.36 kW charger (32 A, one phase),
/// 12 kWh a day (about 65 km), at home from 22:00 to 06:00. It fills the valleys: full power in those slots of the
/// night in which the home itself needed least the day before, the earlier one when equal. The replayed day has the end
/// of one night and the beginning of the next, taken as one.
/// </summary>
public static class ElectricVehicle
{
    /// <summary>Energy of a day, in Wh.</summary>
    public const long DayWh = 12_000;

    /// <summary>Most energy of a slot: 7.36 kW for 15 minutes.</summary>
    public const long SlotWhMax = 7_360 / 4;

    /// <summary>First slot of the evening in which it is plugged in, 22:00.</summary>
    public const int PluggedInFrom = 88;

    /// <summary>First slot of the morning in which it is gone, 06:00.</summary>
    public const int GoneFrom = 24;

    /// <summary>Whether it is plugged in.</summary>
    public static bool IsHome(int slot) => slot is < GoneFrom or >= PluggedInFrom;

    /// <summary>What it takes in each slot of a day, in Wh. Pure.</summary>
    /// <param name="expectedLoadWh">What the rest of the home is expected to take in each slot of the day.</param>
    public static long[] Plan(IReadOnlyList<long> expectedLoadWh)
    {
        var plan = new long[expectedLoadWh.Count];
        var left = DayWh;
        var nights = Enumerable.Range(0, plan.Length).Where(IsHome);
        foreach (var slot in nights.OrderBy(s => expectedLoadWh[s]).ThenBy(s => s))
        {
            plan[slot] = Math.Min(left, SlotWhMax);
            left -= plan[slot];
        }

        return plan;
    }
}
