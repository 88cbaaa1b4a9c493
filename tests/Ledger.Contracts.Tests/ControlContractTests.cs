using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests;

/// <summary>Dynamic prices and what devices are told (M16, M17), and tokens by hand (M11).</summary>
public sealed class ControlContractTests
{
    private const long Slot = SmallGrid.Start;

    private readonly SmallGrid _grid = new(consumerClass: "power-shiftable");

    [Fact]
    public void Prices_follow_generation_and_instruct_devices_as_their_owners_prefer()
    {
        Submit(_grid.Homes[0], "setPreference", "pv", 250_000L, 120_000L, 3_000L);
        Submit(_grid.Homes[2], "setPreference", "pv", 250_000L, 150_000L, 1_000L);
        Submit(_grid.Homes[3], "setPreference", "wind", 250_000L, 150_000L, 2_000L);
        _grid.Open(Slot);
        _grid.Offer(0, Slot, 3_000, 90_000);
        _grid.Bid(2, Slot, 3_000, 250_000);
        Assert.Equal(
            "microgrid mg has no band of dynamic prices",
            _grid.Ledger.Refused(_grid.Operator, "control", "publish", "mg", Slot).Message);
        _grid.Ledger.Submit(
            _grid.Regulator, "control", "setBand", "mg", Six(100_000), Six(300_000));
        Submit(_grid.Operator, "publish", "mg", Slot);
        Assert.Equal(
            [100_000, 300_000, 300_000, 300_000, 300_000, 300_000],
            _grid.Ledger.Query(_grid.Bank, "control", "prices", "mg", Slot).Longs());
        Assert.Equal(("curtail", 3_000L, false, false), Instruction(0));
        Assert.Equal(("restore", 1_000L, false, false), Instruction(2));
        Assert.Equal(("reduce", 2_000L, false, false), Instruction(3));
        Assert.Empty(_grid.Ledger.Query(_grid.Bank, "control", "instruction", "mg", Slot, "cell-a/home1").Bytes());
        Submit(_grid.Homes[3], "answer", "mg", Slot, true);
        Assert.Equal(("reduce", 2_000L, true, true), Instruction(3));
        Assert.Equal(
            "account cell-a/home3 has already answered for slot 1700000100",
            _grid.Ledger.Refused(_grid.Homes[3], "control", "answer", "mg", Slot, false).Message);
        Assert.Equal(
            "prices of slot 1700000100 are already published",
            _grid.Ledger.Refused(_grid.Operator, "control", "publish", "mg", Slot).Message);
        Assert.Contains(_grid.Ledger.Events, e => e.Name == "instructions");
    }

    [Fact]
    public void Critical_loads_take_no_instruction()
    {
        var grid = new SmallGrid();
        Assert.Equal(
            "asset A2 is critical and follows no instruction",
            grid.Ledger.Refused(grid.Homes[2], "control", "setPreference", "pv", 2L, 1L, 1L).Message);
        Assert.True(
            grid.Ledger.Refused(grid.Operator, "control", "setBand", "mg", Six(1), Six(2)).PermissionDenied);
    }

    [Fact]
    public void Tokens_are_minted_up_to_the_capacity_passed_on_and_burned()
    {
        Token(_grid.Homes[0], "mint", Slot, "pv", 3_000L);
        Assert.Equal(
            "OVER_CAPACITY: 2000 of 5000 Wh are left in slot 1700000100",
            Refused(_grid.Homes[0], "mint", Slot, "pv", 2_001L));
        Assert.Equal(
            "asset A0 is of type pv and feeds in no storage", Refused(_grid.Homes[0], "mint", Slot, "storage", 1L));
        Assert.Equal("BAD_QTY: a quantity is positive", Refused(_grid.Homes[0], "mint", Slot, "pv", 0L));
        Token(_grid.Homes[0], "transfer", "cell-a/home2", Slot, "pv", 1_000L);
        Token(_grid.Homes[2], "burn", Slot, "pv", 400L);
        Assert.Equal(
            "INSUFFICIENT: account cell-a/home2 has 600 of 601 Wh in slot 1700000100",
            Refused(_grid.Homes[2], "burn", Slot, "pv", 601L));
        Assert.Equal([2_000, 0, 0, 0], Balance("cell-a/home0"));
        Assert.Equal([600, 0, 400, 0], Balance("cell-a/home2"));

        // What is minted by hand counts against every market.
        _grid.Open(Slot);
        Assert.Equal(
            "OVER_CAPACITY: 2000 of 5000 Wh are left in slot 1700000100",
            _grid.Ledger.Refused(_grid.Homes[0], "market", "submitOffer", "mg", Slot, "o", 2_001L, 1L).Message);
    }

    private static long[] Six(long value) => Enumerable.Repeat(value, 6).ToArray();

    private (string Action, long Power, bool Answered, bool Followed) Instruction(int home)
    {
        var reader = _grid.QueryBytes(
            _grid.Bank, "control", "instruction", "mg", Slot, _grid.Homes[home].Account);
        return (reader.Text(), reader.Long(), reader.Bool(), reader.Bool());
    }

    private long[] Balance(string account) =>
        _grid.Ledger.Query(_grid.Bank, "tokens", "balance", account, Slot, "pv").Longs();

    private void Token(TestCaller caller, string function, params object[] arguments) =>
        _grid.Ledger.Submit(caller, "tokens", function, arguments);

    private string Refused(TestCaller caller, string function, params object[] arguments) =>
        _grid.Ledger.Refused(caller, "tokens", function, arguments).Message;

    private void Submit(TestCaller caller, string function, params object[] arguments) =>
        _grid.Ledger.Submit(caller, "control", function, arguments);
}
