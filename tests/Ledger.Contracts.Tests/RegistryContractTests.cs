using Ledger.Chaincode;
using Ledger.Contracts.Registry;
using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests;

/// <summary>Binding of accounts to assets and meters, and tariffs.</summary>
public sealed class RegistryContractTests
{
    private readonly SmallGrid _grid = new(withMoney: false);

    private readonly TestCaller _newcomer = new(
        "cell-a/new", "role=prosumer", "assetType=ev", "meterId=N1", "bus=b7", "microgrid=mg", "capacityW=11000");

    [Theory]
    [InlineData("pv", "N1", "b7", 11_000, "attribute assetType is ev in the certificate, not pv")]
    [InlineData("ev", "N2", "b7", 11_000, "attribute meterId is N1 in the certificate, not N2")]
    [InlineData("ev", "N1", "b8", 11_000, "attribute bus is b7 in the certificate, not b8")]
    [InlineData("ev", "N1", "b7", 11_001, "attribute capacityW is 11000 in the certificate, not 11001")]
    [InlineData("ev", "N1", "b7", 0, "a capacity is 1 W to 1 GW")]
    public void What_differs_from_the_certificate_is_refused(
        string type, string meter, string bus, long capacity, string message) =>
        Assert.Equal(
            message,
            _grid.Ledger.Refused(
                _newcomer, "registry", "registerAsset", "X", type, "ev", meter, bus, capacity).Message);

    [Fact]
    public void An_asset_is_bound_once()
    {
        _grid.Ledger.Submit(_newcomer, "registry", "registerAsset", "X", "ev", "time-shiftable", "N1", "b7", 11_000L);
        var asset = AssetRecord.Decode(_grid.QueryBytes(_newcomer, "registry", "assetOfMeter", "N1"));
        Assert.Equal(("cell-a/new", "X", "ev", "time-shiftable"),
            (asset.Account, asset.AssetId, asset.AssetType, asset.AssetClass));
        Assert.Equal(("N1", "b7", "mg", 11_000L), (asset.MeterId, asset.Bus, asset.Microgrid, asset.CapacityW));
        Assert.Equal("X", AssetRecord.Decode(_grid.QueryBytes(_newcomer, "registry", "asset", "cell-a/new")).AssetId);
        Assert.Empty(_grid.Ledger.Query(_newcomer, "registry", "asset", "cell-a/none").Bytes());
        Assert.Equal(
            ["cell-a/home0", "cell-a/home1", "cell-a/home2", "cell-a/home3", "cell-a/new"],
            _grid.Ledger.Query(_newcomer, "registry", "assets", "mg", 1_000).Texts());
        Assert.Equal(
            "account cell-a/new already has an asset",
            _grid.Ledger.Refused(_newcomer, "registry", "registerAsset", "Y", "ev", "ev", "N1", "b7", 11_000L).Message);
        var twin = new TestCaller(
            "cell-a/twin", "role=prosumer", "assetType=ev", "meterId=N1", "bus=b7", "microgrid=mg", "capacityW=11000");
        Assert.Equal(
            "asset X is already registered",
            _grid.Ledger.Refused(twin, "registry", "registerAsset", "X", "ev", "ev", "N1", "b7", 11_000L).Message);
        Assert.Equal(
            "meter N1 already measures another asset",
            _grid.Ledger.Refused(twin, "registry", "registerAsset", "Y", "ev", "ev", "N1", "b7", 11_000L).Message);
    }

    [Fact]
    public void Certificates_without_a_known_microgrid_and_other_roles_are_refused()
    {
        var without = new TestCaller(
            "cell-a/x", "role=prosumer", "assetType=ev", "meterId=N1", "bus=b7", "capacityW=1");
        Assert.Equal(
            "the certificate has no attribute microgrid",
            _grid.Ledger.Refused(without, "registry", "registerAsset", "X", "ev", "ev", "N1", "b7", 1L).Message);
        var astray = new TestCaller(
            "cell-a/x", "role=prosumer", "assetType=ev", "meterId=N1", "microgrid=no", "capacityW=1");
        Assert.Equal(
            "there is no microgrid no",
            _grid.Ledger.Refused(astray, "registry", "registerAsset", "X", "ev", "ev", "N1", "b7", 1L).Message);
        Assert.True(
            _grid.Ledger.Refused(
                _grid.Meters[0], "registry", "registerAsset", "X", "ev", "ev", "N1", "b7", 1L).PermissionDenied);
        Assert.True(_grid.Ledger.Refused(_newcomer, "registry", "registerMeter").PermissionDenied);
        Assert.True(_grid.Ledger.Refused(_newcomer, "registry", "registerMicrogrid", "m2", "x").PermissionDenied);
        Assert.Equal(
            "microgrid mg is already registered",
            _grid.Ledger.Refused(_grid.OtherOperator, "registry", "registerMicrogrid", "mg", "x").Message);
        Assert.Equal(
            ["Hill road", "cell-a", "cell-a/operator"],
                _grid.Ledger.Query(_newcomer, "registry", "microgrid", "mg").Texts());
    }

    [Fact]
    public void A_meter_is_bound_to_one_key()
    {
        Assert.Equal("cell-a/meter0", _grid.Ledger.Query(_newcomer, "registry", "meterAccount", "M0").Text());
        Assert.Equal("", _grid.Ledger.Query(_newcomer, "registry", "meterAccount", "N1").Text());
        var thief = new TestCaller("cell-b/thief", "role=meter", "meterId=M0");
        Assert.Equal(
            "meter M0 is already registered", _grid.Ledger.Refused(thief, "registry", "registerMeter").Message);
    }

    [Fact]
    public void The_tariff_in_force_is_the_latest_that_has_begun()
    {
        _grid.Ledger.Submit(_grid.Regulator, "registry", "setTariff", "mg", 400_000L, -5L, 9_000L);
        Assert.Equal([SmallGrid.Retail, SmallGrid.FeedIn, 0], Tariff(8_100));
        Assert.Equal([400_000, -5, 9_000], Tariff(9_000));
        Assert.Equal([400_000, -5, 9_000], Tariff(90_000));
        Refused("a tariff must begin after the latest one of microgrid mg", "mg", 2L, 1L, 9_000L);
        Refused("the retail price is below the feed-in price", "mg", 1L, 2L, 18_000L);
        Refused("a price is at most 1000 per kWh, up or down", "mg", 1_000_000_001L, 2L, 18_000L);
        Refused("slot 1 is not the start of a quarter of an hour", "mg", 2L, 1L, 1L);
        Refused("there is no microgrid no", "no", 2L, 1L, 0L);
        var denied = _grid.Ledger.Refused(_grid.OtherOperator, "registry", "setTariff", "mg", 2L, 1L, 18_000L);
        Assert.Equal((true, "microgrid mg is run by cell-a"), (denied.PermissionDenied, denied.Message));
        _grid.Ledger.Submit(_grid.OtherOperator, "registry", "registerMicrogrid", "m2", "Valley");
        Assert.Equal(
            "microgrid m2 has no tariff in slot 900",
            Assert.Throws<ContractRejection>(
                () => _grid.Ledger.Query(_newcomer, "registry", "tariff", "m2", 900L)).Message);
    }

    private long[] Tariff(long slot) => _grid.Ledger.Query(_newcomer, "registry", "tariff", "mg", slot).Longs();

    private void Refused(string message, params object[] arguments) =>
        Assert.Equal(message, _grid.Ledger.Refused(_grid.Regulator, "registry", "setTariff", arguments).Message);
}
