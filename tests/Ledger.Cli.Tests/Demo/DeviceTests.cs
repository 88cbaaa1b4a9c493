using Ledger.Cli.Demo.Devices;

namespace Ledger.Cli.Tests.Demo;

public sealed class DeviceTests
{
    [Theory]
    [InlineData(1, HouseKind.PvBattery, "pv-battery")]
    [InlineData(5, HouseKind.PvBattery, "pv-battery")]
    [InlineData(6, HouseKind.PvVehicle, "pv-ev")]
    [InlineData(8, HouseKind.PvVehicle, "pv-ev")]
    [InlineData(9, HouseKind.Pv, "pv")]
    [InlineData(17, HouseKind.Pv, "pv")]
    public void The_first_homes_have_batteries_and_the_next_vehicles(int home, HouseKind kind, string assetType)
    {
        Assert.Equal(kind, HouseKinds.Of(home));
        Assert.Equal(assetType, HouseKinds.AssetType(kind));
    }
}
