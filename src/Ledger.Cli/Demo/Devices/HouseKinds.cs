namespace Ledger.Cli.Demo.Devices;

/// <summary>Which home has what, and how its certificate says so. Pure.</summary>
public static class HouseKinds
{
    /// <summary>Homes 1 to this one have a battery.</summary>
    public const int LastWithBattery = 5;

    /// <summary>The homes behind those, up to this one, have an electric vehicle.</summary>
    public const int LastWithVehicle = 8;

    /// <summary>What a home has.</summary>
    /// <param name="home">From 1.</param>
    public static HouseKind Of(int home) =>
        home <= LastWithBattery ? HouseKind.PvBattery : home <= LastWithVehicle ? HouseKind.PvVehicle : HouseKind.Pv;

    /// <summary>The attribute <c>assetType</c>.</summary>
    public static string AssetType(HouseKind kind) => kind switch
    {
        HouseKind.PvBattery => "pv-battery",
        HouseKind.PvVehicle => "pv-ev",
        _ => "pv",
    };

    /// <summary>How the registry classes the asset: by what its owner can decide about it.</summary>
    public static string AssetClass(HouseKind kind) => kind switch
    {
        HouseKind.PvBattery => "storage",
        HouseKind.PvVehicle => "time-shiftable",
        _ => "generation",
    };
}
