using Ledger.Contracts.Registry;
using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests;

/// <summary>Feeders, seasons, levies, clocks (M20, DST days), the named bank and statements of a period (M18).</summary>
public sealed class RegistryRulesTests
{
    private const long Slot = SmallGrid.Start;

    private readonly SmallGrid _grid = new();

    [Fact]
    public void A_feeder_is_described_by_its_owner_alone()
    {
        Submit(_grid.Dso, "registerFeeder", "mg", new[] { "b0", "b1", "b2" }, 400_000L, 400_000L, 900_000L, 1_100_000L, 0L);
        SetLines(["L1", "L2"], ["b0", "b1"], ["b1", "b2"]);
        var feeder = FeederRecord.Decode(_grid.QueryBytes(_grid.Bank, "registry", "feeder", "mg"));
        Assert.Equal((3, 2, 2), (feeder.Buses.Length, feeder.Lines.Length, feeder.BusIndex("b2")));
        var other = new TestCaller("other/dso", "role=dso");
        Assert.Equal(
            "the feeder of microgrid mg belongs to wires",
            _grid.Ledger.Refused(
                other, "registry", "registerFeeder", "mg", new[] { "x" }, 1L, 1L, 1L, 2L, 0L).Message);
        Assert.Equal("the feeder has no bus b9", RefusedLines(["L1"], ["b0"], ["b9"]));
        Assert.Equal("line L1 begins and ends at one bus", RefusedLines(["L1"], ["b0"], ["b0"]));
        Assert.Equal("a line is named twice: L1", RefusedLines(["L1", "L1"], ["b0", "b1"], ["b1", "b2"]));
        Assert.Equal("the columns of the lines differ in length", RefusedLines(["L1"], ["b0", "b1"], ["b1"]));
        Assert.True(
            _grid.Ledger.Refused(
                _grid.Operator, "registry", "registerFeeder", "mg", new[] { "x" }, 1L, 1L, 1L, 2L, 0L).PermissionDenied);
    }

    [Fact]
    public void Only_the_supervisor_freezes_lines_and_caps_buses()
    {
        Submit(_grid.Dso, "registerFeeder", "mg", new[] { "b0", "b1" }, 400_000L, 400_000L, 900_000L, 1_100_000L, 0L);
        SetLines(["L1"], ["b0"], ["b1"]);
        foreach (var caller in new[] { _grid.Operator, _grid.Dso, _grid.Homes[0] })
        {
            Assert.Equal(
                (true, "access denied: role"),
                Denied(_grid.Ledger.Refused(caller, "registry", "freezeLine", "mg", "L1", Slot, Slot, "x")));
            Assert.Equal(
                (true, "access denied: role"),
                Denied(_grid.Ledger.Refused(caller, "registry", "capBus", "mg", "b1", 1L, 1L, Slot, Slot, "x")));
        }

        Assert.Equal(
            "microgrid mg has no line L9",
            _grid.Ledger.Refused(_grid.Supervisor, "registry", "freezeLine", "mg", "L9", Slot, Slot, "x").Message);
        Submit(_grid.Supervisor, "freezeLine", "mg", "L1", Slot, Slot + 900, "storm");
        Submit(_grid.Supervisor, "capBus", "mg", "b1", 2_000L, 1_000L, Slot, Slot, "transformer hot");
        Assert.Equal(["line", "L1", "bus", "b1"], _grid.Ledger.Query(_grid.Bank, "registry", "gridTargets", "mg", Slot).Texts());
        Assert.Equal([0, 0, 2_000, 1_000], _grid.Ledger.Query(_grid.Bank, "registry", "gridLimits", "mg", Slot).Longs());
        Assert.Equal(["line", "L1"], _grid.Ledger.Query(_grid.Bank, "registry", "gridTargets", "mg", Slot + 900).Texts());
        Submit(_grid.Supervisor, "liftOrder", "mg", 0L);
        Assert.Empty(_grid.Ledger.Query(_grid.Bank, "registry", "gridTargets", "mg", Slot + 900).Texts());
        Assert.Equal(
            "microgrid mg has no supervisor's order 0",
            _grid.Ledger.Refused(_grid.Supervisor, "registry", "liftOrder", "mg", 0L).Message);
    }

    [Fact]
    public void Seasons_go_before_the_plain_tariff_by_the_local_clock()
    {
        // Central Europe: summer time from 2024-03-31 to 2024-10-27, both at 01:00 UTC.
        const long Spring = 1_711_846_800;
        const long Autumn = 1_729_990_800;
        Submit(_grid.Regulator, "setClock", "mg", new[] { 1_698_541_200L, Spring, Autumn }, new[] { 3_600L, 7_200L, 3_600L });
        Submit(_grid.Regulator, "addSeason", "mg", 0L, 1_101, 228, 127, 1_200, 360, 250_000L, 60_000L);
        Submit(_grid.Regulator, "addSeason", "mg", 0L, 601, 831, 96, 0, 1_440, 200_000L, 50_000L);

        // 2024-12-03 20:00 and 12:00 local (19:00, 11:00 UTC); 2024-07-06 is a Saturday, 2024-07-08 a Monday.
        Assert.Equal([250_000, 60_000, 0], Tariff(1_733_252_400));
        Assert.Equal([SmallGrid.Retail, SmallGrid.FeedIn, 0], Tariff(1_733_223_600));
        Assert.Equal([200_000, 50_000, 0], Tariff(1_720_260_000));
        Assert.Equal([SmallGrid.Retail, SmallGrid.FeedIn, 0], Tariff(1_720_432_800));
        Assert.True(
            _grid.Ledger.Refused(
                _grid.Operator, "registry", "addSeason", "mg", 0L, 101, 131, 127, 0, 1_440, 2L, 1L).PermissionDenied);
        Assert.Equal(
            "a day of the year is month times 100 plus day",
            _grid.Ledger.Refused(
                _grid.Regulator, "registry", "addSeason", "mg", 0L, 1_301, 131, 127, 0, 1_440, 2L, 1L).Message);
    }

    [Fact]
    public void A_day_has_92_or_100_slots_when_the_clock_changes()
    {
        Submit(
            _grid.Regulator, "setClock", "mg", new[] { 1_698_541_200L, 1_711_846_800L, 1_729_990_800L },
            new[] { 3_600L, 7_200L, 3_600L });
        Assert.Equal([1_711_839_600, 92], DaySlots(19_813));
        Assert.Equal([1_711_922_400, 96], DaySlots(19_814));
        Assert.Equal([1_729_980_000, 100], DaySlots(20_023));
        Assert.Equal([19_814 * 86_400L, 96], new LocalClock([], []).SlotsOf(19_814));
    }

    [Theory]
    [InlineData(0, 101, 3)]
    [InlineData(59, 301, 6)]
    [InlineData(11_016, 229, 1)]
    [InlineData(19_782, 229, 3)]
    [InlineData(20_088, 1_231, 1)]
    [InlineData(47_540, 228, 6)]
    public void The_calendar_is_gregorian(long day, int monthDay, int weekday)
    {
        var date = DateOnly.FromDayNumber((int)day + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);
        Assert.Equal((date.Month * 100) + date.Day, monthDay);
        Assert.Equal(((int)date.DayOfWeek + 6) % 7, weekday);
        Assert.Equal(monthDay, LocalClock.MonthDay(day));
        Assert.Equal(weekday, LocalClock.Weekday(day));
    }

    [Fact]
    public void Levies_are_raised_on_energy_and_on_what_is_paid()
    {
        Submit(_grid.Regulator, "setLevy", "mg", "power-tax", "state/treasury", 20_500L, 0L, 0L, Slot);
        Submit(_grid.Regulator, "setLevy", "mg", "vat", "state/treasury", 0L, 1_900L, 0L, Slot + 900);
        Assert.True(
            _grid.Ledger.Refused(
                _grid.Operator, "registry", "setLevy", "mg", "vat", "state/treasury", 0L, 1L, 0L, Slot).PermissionDenied);
        _grid.Open(Slot);
        _grid.Offer(0, Slot, 1_000, 150_000);
        _grid.Bid(2, Slot, 1_200, 250_000);
        _grid.Clear(Slot);
        _grid.ReadAll(Slot, (0, 1_000), (0, 0), (1_200, 0), (0, 0));
        _grid.Settle(Slot);
        var price = _grid.Result(Slot)[3];
        var energy = (1_000 * price) + (200 * SmallGrid.Retail);
        var levy = (1_200 * 20_500) + (energy * 1_900 / 10_000);
        Assert.Equal(levy, _grid.Balance("state/treasury"));
        Assert.Equal(SmallGrid.Endowment - energy - levy, _grid.Balance("cell-a/home2"));
        Assert.Equal(200 * SmallGrid.Retail, _grid.Balance("cell-a/grid"));
        Assert.Equal(SmallGrid.Endowment + (1_000 * price), _grid.Balance("cell-a/home0"));

        // The invoice in cents: lines are rounded so that they add up to the total.
        var invoice = _grid.Ledger.Query(
            _grid.Homes[2], "settlement", "invoice", "mg", "cell-a/home2", Slot, Slot, 10_000_000L).Longs();
        Assert.Equal([invoice[1..].Sum(), 1_000 * price / 10_000_000, 6, 0, 0], invoice[..5]);
        Assert.InRange((invoice[0] * 10_000_000L) - energy - levy, -5_000_000, 5_000_000);
    }

    [Fact]
    public void Only_the_named_bank_issues_and_a_statement_has_its_period()
    {
        var ledger = _grid.Ledger;
        ledger.Submit(_grid.Regulator, "wallet", "nameBank", "bank/bank");
        var other = new TestCaller("bank2/bank", "role=bank");
        Assert.Equal(
            (true, "the settlement bank is bank/bank"),
            Denied(ledger.Refused(other, "wallet", "issue", "cell-a/new", 1L)));
        ledger.Now = 10_000;
        ledger.Submit(_grid.Bank, "wallet", "issue", "cell-a/new", 1_000L);
        ledger.Now = 20_000;
        var holder = new TestCaller("cell-a/new", "role=consumer");
        ledger.Submit(holder, "wallet", "transfer", "cell-a/home0", 300L, "rent");
        ledger.Now = 30_000;
        ledger.Submit(_grid.Homes[0], "wallet", "transfer", "cell-a/new", 50L, "back");
        Assert.Equal([1_000, 2, 1, 50, 300, 750], Period(holder, 10_001, 30_001));
        Assert.Equal([0, 1, 0, 1_000, 0, 1_000], Period(holder, 0, 20_000));
        Assert.Equal([750, 0, 3, 0, 0, 750], Period(holder, 30_001, 40_000));
        Assert.True(
            ledger.Refused(_grid.Homes[1], "wallet", "statementOf", "cell-a/new", 0L, 1L).PermissionDenied);
    }

    private static (bool IsDenied, string Message) Denied(Chaincode.ContractRejection rejection) =>
        (rejection.PermissionDenied, rejection.Message);

    private static object[] Lines(string[] lines, string[] from, string[] to)
    {
        long[] Column(long value) => Enumerable.Repeat(value, lines.Length).ToArray();
        return ["mg", lines, from, to, Column(100_000), Column(50_000), Column(0), Column(10_000), Column(100)];
    }

    private long[] Period(TestCaller caller, long from, long to) =>
        _grid.Ledger.Query(caller, "wallet", "statementOf", caller.Account, from * 1_000, to * 1_000).Longs();

    private long[] Tariff(long slot) => _grid.Ledger.Query(_grid.Bank, "registry", "tariff", "mg", slot).Longs();

    private long[] DaySlots(long day) => _grid.Ledger.Query(_grid.Bank, "registry", "daySlots", "mg", day).Longs();

    private void SetLines(string[] lines, string[] from, string[] to) =>
        Submit(_grid.Dso, "setLines", Lines(lines, from, to));

    private string RefusedLines(string[] lines, string[] from, string[] to) =>
        _grid.Ledger.Refused(_grid.Dso, "registry", "setLines", Lines(lines, from, to)).Message;

    private void Submit(TestCaller caller, string function, params object[] arguments) =>
        _grid.Ledger.Submit(caller, "registry", function, arguments);
}
