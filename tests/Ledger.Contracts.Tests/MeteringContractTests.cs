using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests;

/// <summary>Readings come from the meter's own key, once, and plausible.</summary>
public sealed class MeteringContractTests
{
    private const long Slot = SmallGrid.Start;

    private readonly SmallGrid _grid = new(withMoney: false);

    [Fact]
    public void A_reading_is_stored_once()
    {
        Assert.Empty(_grid.Ledger.Query(_grid.Bank, "metering", "readingOf", Slot, "M0").Longs());
        _grid.Read(0, Slot, 10, 5_000);
        Assert.Equal([10, 5_000], _grid.Ledger.Query(_grid.Bank, "metering", "readingOf", Slot, "M0").Longs());
        Assert.Equal(
            [-1, -1, 0, 10, 5_000, 0],
            _grid.Ledger.Query(_grid.Bank, "metering", "readingsOf", Slot, new[] { "M1", "M0" }).Longs());
        Refused("AlreadyRead: meter M0 has a reading for slot 1700000100", 0, Slot, "M0", 1L, 1L);
    }

    [Fact]
    public void Implausible_readings_are_refused()
    {
        Refused("slot 5 is not the start of a quarter of an hour", 0, 5L, "M0", 1L, 1L);
        Refused("slot -900 is not the start of a quarter of an hour", 0, -900L, "M0", 1L, 1L);
        Refused("import and export are not negative", 0, Slot, "M0", -1L, 1L);
        Refused("implausible: asset A0 moves at most 5000 Wh in a slot", 0, Slot, "M0", 5_001L, 0L);
        Refused("implausible: asset A0 moves at most 5000 Wh in a slot", 0, Slot, "M0", 0L, long.MaxValue);
        Refused("implausible: asset A2 is a load and cannot export", 2, Slot, "M2", 0L, 1L);
    }

    [Fact]
    public void Only_the_registered_key_of_the_meter_posts()
    {
        var denied = _grid.Ledger.Refused(_grid.Meters[0], "metering", "reading", Slot, "M1", 1L, 1L);
        Assert.Equal((true, "the certificate is for meter M0, not M1"), (denied.PermissionDenied, denied.Message));
        var thief = new TestCaller("cell-b/thief", "role=meter", "meterId=M0");
        denied = _grid.Ledger.Refused(thief, "metering", "reading", Slot, "M0", 1L, 1L);
        Assert.Equal((true, "meter M0 is registered for another account"), (denied.PermissionDenied, denied.Message));
        var unknown = new TestCaller("cell-b/new", "role=meter", "meterId=M7");
        Assert.Equal(
            "meter M7 is not registered",
                _grid.Ledger.Refused(unknown, "metering", "reading", Slot, "M7", 1L, 1L).Message);
        _grid.Ledger.Submit(unknown, "registry", "registerMeter");
        Assert.Equal(
            "meter M7 measures no registered asset",
            _grid.Ledger.Refused(unknown, "metering", "reading", Slot, "M7", 1L, 1L).Message);
        Assert.True(_grid.Ledger.Refused(_grid.Homes[0], "metering", "reading", Slot, "M0", 1L, 1L).PermissionDenied);
    }

    [Fact]
    public void Several_slots_are_posted_all_or_none()
    {
        var meter = _grid.Meters[0];
        _grid.Ledger.Submit(
            meter, "metering", "recordReadings", new[] { Slot, Slot + 900 }, new[] { 1L, 2L }, new[] { 3L, 4L });
        Assert.Equal([2, 4], _grid.Ledger.Query(_grid.Bank, "metering", "readingOf", Slot + 900, "M0").Longs());
        Assert.Equal(
            "AlreadyRead: meter M0 has a reading for slot 1700001000",
            _grid.Ledger.Refused(
                meter, "metering", "recordReadings", new[] { Slot + 1800, Slot + 900 }, new[] { 1L, 2L },
                    new[] { 3L, 4L }).Message);
        Assert.Empty(_grid.Ledger.Query(_grid.Bank, "metering", "readingOf", Slot + 1800, "M0").Longs());
        Assert.Equal(
            "slots, imports and exports differ in number",
            _grid.Ledger.Refused(
                meter, "metering", "recordReadings", new[] { Slot }, new[] { 1L, 2L }, new[] { 3L }).Message);
        Assert.Equal(
            "1 to 1000 readings are posted at once",
            _grid.Ledger.Refused(
                meter, "metering", "recordReadings", Array.Empty<long>(), Array.Empty<long>(),
                    Array.Empty<long>()).Message);
    }

    private void Refused(string message, int home, params object[] arguments) =>
        Assert.Equal(message, _grid.Ledger.Refused(_grid.Meters[home], "metering", "reading", arguments).Message);
}
