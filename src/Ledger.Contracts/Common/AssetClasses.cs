namespace Ledger.Contracts;

/// <summary>How the power of an asset may be treated (M17). Pure.</summary>
public static class AssetClasses
{
    /// <summary>Is served whenever it asks; no instruction reaches it.</summary>
    public const string Critical = "critical";

    /// <summary>Needs its energy within a window of time; starts may be moved.</summary>
    public const string TimeShiftable = "time-shiftable";

    /// <summary>May run at less than its full power.</summary>
    public const string PowerShiftable = "power-shiftable";

    /// <summary>Charges and discharges.</summary>
    public const string Storage = "storage";

    /// <summary>An electric vehicle: a time-shiftable load that may feed back.</summary>
    public const string Vehicle = "ev";

    /// <summary>Only feeds in.</summary>
    public const string Generation = "generation";

    /// <summary>Whether the name is one of the six classes.</summary>
    public static bool IsKnown(string name) =>
        name is Critical or TimeShiftable or PowerShiftable or Storage or Vehicle or Generation;

    /// <summary>Whether its energy may be taken in any slot of a window.</summary>
    public static bool MayMoveInTime(string name) => name is TimeShiftable or Storage or Vehicle;

    /// <summary>Whether it follows instructions to draw or feed less (or more).</summary>
    public static bool FollowsControl(string name) => name != Critical;
}
