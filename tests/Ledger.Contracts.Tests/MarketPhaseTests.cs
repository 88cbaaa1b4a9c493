using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests;

/// <summary>The phases of a slot (M9), driven by the ledger's time or step by step.</summary>
public sealed class MarketPhaseTests
{
    private const long Slot = SmallGrid.Start;

    private readonly SmallGrid _grid = new();

    [Fact]
    public void The_ledgers_time_opens_closes_delivers_and_ends_a_slot()
    {
        _grid.Operate("setTimetable", "mg", 3_600L, 900L, 1_800L, 3_600L, 0L);
        At(-3_601);
        Refused("slot 1700000100 of market mg opens at 1699996500", "openSlot");
        At(-3_600);
        _grid.Open(Slot);
        _grid.Bid(2, Slot, 1_000, 250_000);
        _grid.Offer(0, Slot, 1_000, 100_000);
        Refused("slot 1700000100 of market mg is open, not closed", "clear");
        Refused("slot 1700000100 of market mg closes at 1699999200", "close");
        At(-900);
        Assert.Equal("closed", _grid.Phase(Slot));
        Late("slot 1700000100 of market mg is closed, not open", "submitBid", "mg", Slot, "late", 1L, 1L);
        Late("slot 1700000100 of market mg is closed, not open", "cancel", "mg", Slot, "b2");
        Late("slot 1700000100 of market mg is closed, not open", "amend", "mg", Slot, "b2", 1L, 1L);
        _grid.Clear(Slot);
        Assert.Equal("sealed", _grid.Phase(Slot));
        At(100);
        Settling("slot 1700000100 of market mg is sealed and cannot become settled", readFirst: true);
        At(900);
        Assert.Equal("delivered", _grid.Phase(Slot));
        _grid.Settle(Slot);
        At(900 + 1_800 + 3_600 - 10);
        Assert.Equal("settled", _grid.Phase(Slot));
        At(900 + 1_800 + 3_600);
        Assert.Equal("final", _grid.Phase(Slot));
        Assert.Equal(
            "slot 1700000100 of market mg is final and cannot become disputed",
            _grid.Ledger.Refused(_grid.Homes[0], "settlement", "dispute", "mg", Slot, "too late").Message);
        Refused("slot 1700000100 of market mg is already final", "openSlot");
    }

    [Fact]
    public void A_slot_that_was_never_opened_in_time_stays_closed()
    {
        _grid.Operate("setTimetable", "mg", 3_600L, 900L, 0L, 0L, 0L);
        At(-900);
        Refused("slot 1700000100 of market mg closed at 1699999200", "openSlot");
    }

    [Fact]
    public void Step_by_step_every_call_needs_the_phase_before()
    {
        _grid.Operate("setMechanism", "mg", "kda-uniform", new[] { "stepwise" }, new[] { 1L });
        Refused("slot 1700000100 of market mg is not opened, not open", "close");
        _grid.Open(Slot);
        Refused("slot 1700000100 of market mg is open, not closed", "clear");
        _grid.Operate("close", "mg", Slot);
        Refused("slot 1700000100 of market mg is closed, not cleared", "secure");
        _grid.Operate("clear", "mg", Slot);
        Assert.Equal("cleared", _grid.Phase(Slot));
        Refused("slot 1700000100 of market mg is cleared, not secured", "seal");
        _grid.Operate("secure", "mg", Slot);
        Assert.Equal("secured", _grid.Phase(Slot));
        _grid.Operate("seal", "mg", Slot);
        Assert.Equal("sealed", _grid.Phase(Slot));
        Refused("slot 1700000100 of market mg is sealed, not closed", "clear");
    }

    [Fact]
    public void The_mechanism_is_chosen_by_name_within_what_the_regulator_allows()
    {
        Assert.Equal(
            "there is no mechanism magic",
            _grid.Ledger.Refused(
                _grid.Operator, "market", "setMechanism", "mg", "magic", Array.Empty<string>(), Array.Empty<long>())
                .Message);
        Assert.Equal(
            "there is no parameter k",
            _grid.Ledger.Refused(
                _grid.Operator, "market", "setMechanism", "mg", "kda-uniform", new[] { "k" }, new[] { 1L }).Message);
        Assert.Equal(
            "the parameter stepwise is 0 or 1",
            _grid.Ledger.Refused(
                _grid.Operator, "market", "setMechanism", "mg", "kda-uniform", new[] { "stepwise" }, new[] { 2L })
                .Message);
        _grid.Ledger.Submit(_grid.Regulator, "market", "allowMechanisms", "mg", new[] { "kda-uniform" });
        _grid.Operate("setMechanism", "mg", "kda-uniform", Array.Empty<string>(), Array.Empty<long>());
        Assert.Equal(
            ["kda-uniform", "", "kda-uniform"],
            _grid.Ledger.Query(_grid.Bank, "market", "configuration", "mg").Texts());
        Assert.True(
            _grid.Ledger.Refused(_grid.Operator, "market", "allowMechanisms", "mg", Array.Empty<string>())
                .PermissionDenied);
    }

    [Fact]
    public void Orders_are_amended_at_the_price_of_their_place()
    {
        _grid.Open(Slot);
        _grid.Bid(2, Slot, 1_000, 250_000);
        _grid.Bid(3, Slot, 1_000, 250_000);
        _grid.Offer(0, Slot, 1_000, 100_000);
        Late("a quantity is positive", "amend", "mg", Slot, "b2", 0L, 1L);
        Late("OVER_CAPACITY: 5000 of 5000 Wh are left in slot 1700000100", "amend", "mg", Slot, "b2", 5_001L, 1L);
        _grid.Ledger.Submit(_grid.Homes[2], "market", "amend", "mg", Slot, "b2", 900L, 250_000L);
        Assert.Equal([0, 900], Promised(2));
        _grid.Clear(Slot);
        Assert.Equal(-1_000, _grid.Ledger.Query(_grid.Bank, "market", "position", "mg", Slot, "cell-a/home3").Long());
        Assert.Equal(0, _grid.Ledger.Query(_grid.Bank, "market", "position", "mg", Slot, "cell-a/home2").Long());
    }

    [Fact]
    public void Only_the_supervisor_rolls_a_schedule_back_and_it_is_cleared_again_under_new_limits()
    {
        _grid.Open(Slot);
        _grid.Bid(2, Slot, 2_000, 250_000);
        _grid.Bid(3, Slot, 1_000, 240_000);
        _grid.Offer(0, Slot, 3_000, 100_000);
        _grid.Clear(Slot);
        Assert.Equal(3_000, _grid.Result(Slot)[1]);
        Assert.Equal(
            (true, "access denied: role"),
            Denied(_grid.Ledger.Refused(_grid.Operator, "market", "rollBack", "mg", Slot, "x")));
        _grid.Ledger.Submit(_grid.Supervisor, "market", "rollBack", "mg", Slot, "line L3 is cut");
        Assert.Equal("closed", _grid.Phase(Slot));
        Assert.Equal(0, _grid.Result(Slot)[1]);
        _grid.Ledger.Submit(_grid.Supervisor, "registry", "capBus", "mg", "b2", 2_000L, 0L, Slot, Slot, "line L3 is cut");
        _grid.Clear(Slot);
        Assert.Equal(1_500, _grid.Result(Slot)[1]);
        Assert.Equal([0, 500], Promised(2));
        _grid.ReadAll(Slot, (0, 3_000), (0, 0), (500, 0), (1_000, 0));
        _grid.Settle(Slot);
        Assert.Equal(
            "slot 1700000100 of market mg is settled, not sealed",
            _grid.Ledger.Refused(_grid.Supervisor, "market", "rollBack", "mg", Slot, "x").Message);
    }

    [Fact]
    public void Block_orders_trade_whole_or_not_at_all_and_leave_nothing_to_the_grid()
    {
        _grid.Open(Slot);
        _grid.Offer(0, Slot, 1_000, 100_000);
        var none = Array.Empty<string>();
        _grid.Ledger.Submit(_grid.Homes[2], "market", "submitBidOf", "mg", Slot, "wash", 1_500L, 250_000L, 1_500L, none);
        _grid.Ledger.Submit(_grid.Homes[3], "market", "submitBidOf", "mg", Slot, "dish", 600L, 200_000L, 600L, none);
        _grid.Clear(Slot);
        Assert.Equal((600, 1), (_grid.Result(Slot)[1], _grid.Result(Slot)[14]));
        var positions = _grid.Ledger.Query(_grid.Bank, "market", "positions", "mg", Slot, "").Longs();
        Assert.Equal((0, 0), (positions[14], positions[16]));
        Assert.Equal((600, 0), (positions[21], positions[23]));
        Assert.Equal([0, 0], Promised(2));
        Assert.Equal(
            "the least quantity is 0 to the quantity",
            Refuse("submitBidOf", "mg", Slot + 900, "w", 1L, 1L, 2L, none));
    }

    [Fact]
    public void Shiftable_loads_take_the_slots_that_suit_them()
    {
        var grid = new SmallGrid(consumerClass: "time-shiftable");
        var submit = new object[] { "mg", "car", Slot, Slot + 1_800, 2_500L, 1_000L, 200_000L };
        grid.Ledger.Submit(grid.Homes[2], "market", "submitFlexible", submit);
        Assert.Equal(
            "there is already a flexible order car",
            grid.Ledger.Refused(grid.Homes[2], "market", "submitFlexible", submit).Message);

        // Dear energy in the first slot, cheap in the second, scarce in the last: the rest is left to the main grid.
        foreach (var (slot, offered, price, left) in new[]
        {
            (Slot, 1_000L, 260_000L, 2_500L), (Slot + 900, 1_000L, 90_000L, 1_500L), (Slot + 1_800, 300L, 90_000L, 1_200L),
        })
        {
            grid.Open(slot);
            grid.Offer(0, slot, offered, price);
            grid.Clear(slot);
            Assert.Equal(left, grid.Ledger.Query(grid.Bank, "market", "flexibleLeft", "mg", "car").Long());
        }

        var last = grid.Ledger.Query(grid.Bank, "market", "positions", "mg", Slot + 1_800, "").Longs();
        Assert.Equal((300, 700), (last[14], last[16]));
        var first = grid.Ledger.Query(grid.Bank, "market", "positions", "mg", Slot, "").Longs();
        Assert.Equal((0, 0), (first[14], first[16]));
        Assert.Equal(
            "a load of class critical cannot be moved in time",
            _grid.Ledger.Refused(_grid.Homes[2], "market", "submitFlexible", submit).Message);
    }

    private static (bool IsDenied, string Message) Denied(Chaincode.ContractRejection rejection) =>
        (rejection.PermissionDenied, rejection.Message);

    private long[] Promised(int home) =>
        _grid.Ledger.Query(_grid.Bank, "tokens", "promised", _grid.Homes[home].Account, Slot).Longs();

    private void At(long seconds) => _grid.Ledger.Now = Slot + seconds;

    private void Refused(string message, string function) =>
        Assert.Equal(message, _grid.Ledger.Refused(_grid.Operator, "market", function, "mg", Slot).Message);

    private void Late(string message, string function, params object[] arguments) =>
        Assert.Equal(message, _grid.Ledger.Refused(_grid.Homes[2], "market", function, arguments).Message);

    private string Refuse(string function, params object[] arguments) =>
        _grid.Ledger.Refused(_grid.Homes[2], "market", function, arguments).Message;

    private void Settling(string message, bool readFirst)
    {
        if (readFirst)
        {
            _grid.ReadAll(Slot, (0, 1_000), (0, 0), (1_000, 0), (0, 0));
        }

        Assert.Equal(message, _grid.Ledger.Refused(_grid.Operator, "settlement", "settle", "mg", Slot).Message);
    }
}
