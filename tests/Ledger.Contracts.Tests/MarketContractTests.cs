using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests;

/// <summary>Opening, ordering, clearing, and every refusal on the way.</summary>
public sealed class MarketContractTests
{
    private const long Slot = SmallGrid.Start;

    private readonly SmallGrid _grid = new();

    [Fact]
    public void A_slot_clears_and_reports()
    {
        _grid.Open(Slot);
        _grid.Offer(0, Slot, 1_000, 100_000);
        _grid.Offer(1, Slot, 500, 150_000);
        _grid.Bid(2, Slot, 1_200, 250_000);
        _grid.Bid(3, Slot, 400, 120_000);
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0, 4, 0, 4], _grid.Result(Slot)[..11]);
        _grid.Clear(Slot);
        Assert.Equal(
            [5, 1_200, 1, 150_000, 150_000, 150_000, 0, 170_000_000, 4, 3, 4, 0, 0, 1, 2], _grid.Result(Slot));
        var fills = _grid.QueryBytes(_grid.Bank, "market", "fills", "mg", Slot);
        Assert.Equal(3, fills.Int());
        Assert.Equal(("b2", "cell-a/home2", true, 1_200L, 180_000_000L),
            (fills.Text(), fills.Text(), fills.Bool(), fills.Long(), fills.Long()));
        Assert.Equal(("o0", "cell-a/home0", false, 1_000L, 150_000_000L),
            (fills.Text(), fills.Text(), fills.Bool(), fills.Long(), fills.Long()));
        Assert.Equal(("o1", "cell-a/home1", false, 200L, 30_000_000L),
            (fills.Text(), fills.Text(), fills.Bool(), fills.Long(), fills.Long()));
        fills.End();
        Assert.Equal(-1_200, _grid.Ledger.Query(_grid.Bank, "market", "position", "mg", Slot, "cell-a/home2").Long());
        Assert.Equal(200, _grid.Ledger.Query(_grid.Bank, "market", "position", "mg", Slot, "cell-a/home1").Long());
        Assert.Equal(0, _grid.Ledger.Query(_grid.Bank, "market", "position", "mg", Slot, "cell-b/unknown").Long());
        Assert.Equal(
            [
                0, 1_000, 0, 0, 0, 150_000_000, 0,
                0, 200, 0, 300, 0, 30_000_000, 0,
                1_200, 0, 0, 0, 180_000_000, 0, 0,
                0, 0, 400, 0, 0, 0, 0,
            ],
            _grid.Ledger.Query(_grid.Bank, "market", "positions", "mg", Slot, "").Longs());
        Assert.Equal([Slot, 5], _grid.Ledger.Query(_grid.Bank, "market", "slots", "mg", Slot - 900, 3).Longs());
        Assert.Equal(["slotOpened", "slotCleared", "slotSealed"], _grid.Ledger.Events.Select(e => e.Name));
    }

    [Fact]
    public void Cancelled_orders_do_not_trade_and_free_their_capacity()
    {
        _grid.Open(Slot);
        _grid.Bid(2, Slot, 5_000, 250_000);
        Assert.Equal(
            "OVER_CAPACITY: 0 of 5000 Wh are left in slot 1700000100",
            _grid.Ledger.Refused(_grid.Homes[2], "market", "submitBid", "mg", Slot, "more", 1L, 1L).Message);
        Assert.True(_grid.Ledger.Refused(_grid.Homes[3], "market", "cancel", "mg", Slot, "b2").PermissionDenied);
        _grid.Ledger.Submit(_grid.Homes[2], "market", "cancel", "mg", Slot, "b2");
        Refused("order b2 is already cancelled", 2, "cancel", "mg", Slot, "b2");
        Refused("there is no order zz in slot 1700000100", 2, "cancel", "mg", Slot, "zz");
        Refused("order b2 is already in slot 1700000100", 2, "submitBid", "mg", Slot, "b2", 1L, 1L);
        _grid.Ledger.Submit(_grid.Homes[2], "market", "submitBid", "mg", Slot, "b2b", 5_000L, 90_000L);
        _grid.Offer(0, Slot, 100, 100_000);
        _grid.Clear(Slot);
        Assert.Equal([5, 0, 0, 0, 0, 0, 0, 0, 3, 0, 4], _grid.Result(Slot)[..11]);
        var orders = _grid.QueryBytes(_grid.Bank, "market", "orders", "mg", Slot);
        Assert.Equal(3, orders.Int());
        Assert.Equal(("b2", "cell-a/home2", true, 5_000L, 250_000L, 0L, true),
            (orders.Text(), orders.Text(), orders.Bool(), orders.Long(), orders.Long(), orders.Long(), orders.Bool()));
    }

    [Fact]
    public void A_load_may_not_offer_and_only_the_right_roles_act()
    {
        _grid.Open(Slot);
        var denied = _grid.Ledger.Refused(_grid.Homes[2], "market", "submitOffer", "mg", Slot, "x", 1L, 1L);
        Assert.True(denied.PermissionDenied);
        var loadProsumer = new TestCaller("cell-a/home2", "role=prosumer", "assetType=load");
        denied = _grid.Ledger.Refused(loadProsumer, "market", "submitOffer", "mg", Slot, "x", 1L, 1L);
        Assert.Equal((true, "access denied: assetType"), (denied.PermissionDenied, denied.Message));
        Assert.True(_grid.Ledger.Refused(_grid.Homes[0], "market", "openSlot", "mg", Slot + 900).PermissionDenied);
        Assert.True(_grid.Ledger.Refused(_grid.Operator, "market", "move", "mg", Slot, 8, "").PermissionDenied);
        denied = _grid.Ledger.Refused(_grid.OtherOperator, "market", "clear", "mg", Slot);
        Assert.Equal((true, "market mg is run by cell-a"), (denied.PermissionDenied, denied.Message));
    }

    [Fact]
    public void Untimely_and_malformed_calls_are_refused_by_name()
    {
        Refused("slot 1700000100 of market mg is not opened, not open", 2, "submitBid", "mg", Slot, "x", 1L, 1L);
        Assert.Equal(
            "slot 901 is not the start of a quarter of an hour",
            _grid.Ledger.Refused(_grid.Operator, "market", "openSlot", "mg", 901L).Message);
        Assert.Equal(
            "there is no microgrid none",
                _grid.Ledger.Refused(_grid.Operator, "market", "openSlot", "none", Slot).Message);
        _grid.Open(Slot);
        Assert.Equal(
            "slot 1700000100 of market mg is already open",
            _grid.Ledger.Refused(_grid.Operator, "market", "openSlot", "mg", Slot).Message);
        Refused("a quantity is positive", 2, "submitBid", "mg", Slot, "x", 0L, 1L);
        Refused("a price is at most 1000 per kWh, up or down", 2, "submitBid", "mg", Slot, "x", 1L, long.MinValue);
        Refused("an order's id must be 1 to 48 letters, digits or - . _ :", 2, "submitBid", "mg", Slot, "a/b", 1L, 1L);
        Refused("OVER_CAPACITY: 5000 of 5000 Wh are left in slot 1700000100", 2, "submitBid", "mg", Slot, "x",
            long.MaxValue, 1L);
        Refused("account cell-a/home2 has already joined market mg", 2, "join", "mg");
        Refused("asset A2 belongs to microgrid mg", 2, "join", "other");
        for (var i = 0; i < 5; i++)
        {
            _grid.Ledger.Submit(_grid.Homes[2], "market", "submitBid", "mg", Slot, "n" + i, 1L, 1L);
        }

        Refused("an account places at most 5 orders on one side of a slot", 2, "submitBid", "mg", Slot, "n5", 1L, 1L);
        _grid.Clear(Slot);
        Refused("slot 1700000100 of market mg is sealed, not open", 2, "submitBid", "mg", Slot, "y", 1L, 1L);
        Refused("slot 1700000100 of market mg is sealed, not open", 2, "cancel", "mg", Slot, "n1");
        Assert.Equal(
            "slot 1700000100 of market mg is sealed, not open",
            _grid.Ledger.Refused(_grid.Operator, "market", "clear", "mg", Slot).Message);
    }

    [Fact]
    public void Who_joins_later_takes_part_in_later_slots_only()
    {
        _grid.Open(Slot);
        var late = new TestCaller(
            "cell-a/late", "role=consumer", "assetType=load", "meterId=M9", "bus=b9", "microgrid=mg", "capacityW=4000");
        Assert.Equal(
            "account cell-a/late has no registered asset", _grid.Ledger.Refused(late, "market", "join", "mg").Message);
        _grid.Ledger.Submit(late, "registry", "registerAsset", "A9", "load", "critical", "M9", "b9", 4_000L);
        _grid.Ledger.Submit(late, "market", "join", "mg");
        Assert.Equal(
            "account cell-a/late had not joined market mg when slot 1700000100 was opened",
            _grid.Ledger.Refused(late, "market", "submitBid", "mg", Slot, "x", 1L, 1L).Message);
        _grid.Open(Slot + 900);
        _grid.Ledger.Submit(late, "market", "submitBid", "mg", Slot + 900, "x", 1L, 1L);
        Assert.Equal(8, _grid.Ledger.Query(late, "market", "participants", "mg", Slot).Texts().Length);
        Assert.Equal(10, _grid.Ledger.Query(late, "market", "participants", "mg", Slot + 900).Texts().Length);
    }

    [Fact]
    public void Rules_apply_to_slots_opened_afterwards()
    {
        _grid.Open(Slot);
        _grid.Ledger.Submit(_grid.Operator, "market", "setRules", "mg", 1L, 1L, "marginal", "prorata");
        _grid.Open(Slot + 900);
        foreach (var slot in new[] { Slot, Slot + 900 })
        {
            _grid.Offer(0, slot, 100, 100_000);
            _grid.Bid(2, slot, 100, 200_000);
            _grid.Clear(slot);
        }

        Assert.Equal((150_000, 200_000), (_grid.Result(Slot)[3], _grid.Result(Slot + 900)[3]));
        Assert.Equal(
            "k is a fraction from 0 to 1",
            _grid.Ledger.Refused(_grid.Operator, "market", "setRules", "mg", 2L, 1L, "marginal", "time").Message);
        Assert.Equal(
            "an interval is equilibrium or marginal",
            _grid.Ledger.Refused(_grid.Operator, "market", "setRules", "mg", 1L, 1L, "x", "time").Message);
        Assert.Equal(
            "a tie rule is time or prorata",
            _grid.Ledger.Refused(_grid.Operator, "market", "setRules", "mg", 1L, 1L, "marginal", "x").Message);
    }

    private void Refused(string message, int home, string function, params object[] arguments) =>
        Assert.Equal(message, _grid.Ledger.Refused(_grid.Homes[home], "market", function, arguments).Message);
}
