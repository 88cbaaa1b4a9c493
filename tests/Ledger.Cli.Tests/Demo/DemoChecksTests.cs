using Ledger.Cli.Demo.Checks;
using Ledger.Cli.Demo.ReadBack;

namespace Ledger.Cli.Tests.Demo;

public sealed class DemoChecksTests
{
    private static LedgerFacts Good => ExampleRun.Ledger;

    private static HomeFacts Seller => Good.Homes[0];

    private static SlotFacts Slot => ExampleRun.Slot;

    private static BillFacts Bill => ExampleRun.SellerBill;

    [Fact]
    public void A_run_in_which_everything_adds_up_passes() =>
        Assert.All(
            DemoChecks.Run(Good, ExampleRun.Run), check => Assert.True(check.Ok, $"{check.Name}: {check.Detail}"));

    [Fact]
    public void One_unit_of_money_too_much_is_found()
    {
        var money = Good.Money;
        AssertFails(
            DemoChecks.Money, Good with { Money = money with { SumOfBalancesNano = money.SumOfBalancesNano + 1 } });
        AssertFails(DemoChecks.Money, Good with { Money = Good.Money with { AuditNano = Good.Money.AuditNano + 1 } });
        AssertFails(DemoChecks.Money, Good with { Money = Good.Money with { RedeemedNano = 1 } });
        AssertFails(DemoChecks.Money, Good with { Money = Good.Money with { ClearingBalanceNano = 1 } });
        AssertFails(DemoChecks.Money, Good with { Money = money with { GridBalanceNano = money.GridBalanceNano - 1 } });
        AssertFails(
            DemoChecks.Money, ExampleRun.WithSlot(ExampleRun.SlotWith(Bill with { MarketNano = Bill.MarketNano + 1 })));
        var announced = Announced(new SettledFacts(300, 100, 0, Slot.DueToGridNano + 1));
        AssertFails(DemoChecks.Money, ExampleRun.WithChain(Good.Chains[0] with { Settled = announced }));
        AssertFails(
            DemoChecks.Money, ExampleRun.WithSlot(ExampleRun.SlotWith(Bill with { PaidNano = Bill.PaidNano + 1 })));
    }

    [Fact]
    public void One_unit_of_energy_too_much_is_found()
    {
        AssertFails(DemoChecks.Energy, ExampleRun.WithSlot(Slot with { GridImportWh = Slot.GridImportWh + 1 }));
        AssertFails(
            DemoChecks.Energy, ExampleRun.WithSlot(ExampleRun.SlotWith(Bill with { MeteredWh = Bill.MeteredWh + 1 })));
        AssertFails(DemoChecks.Energy, ExampleRun.WithSlot(ExampleRun.SlotWith(Bill with { DeviationWh = 1 })));
        var signed = new Dictionary<long, long> { [ExampleRun.SlotStart] = -101 };
        AssertFails(DemoChecks.Energy, ExampleRun.WithChain(Good.Chains[0] with { MeteredWh = signed }));
        var announced = Announced(new SettledFacts(300, 101, 1, Slot.DueToGridNano));
        AssertFails(DemoChecks.Energy, ExampleRun.WithChain(Good.Chains[0] with { Settled = announced }));
        AssertFails(DemoChecks.Energy, Good with { Slots = [] });
    }

    [Fact]
    public void A_purchase_without_its_sale_is_found()
    {
        const string Name = "purchases equal sales";
        AssertFails(Name, ExampleRun.WithSlot(ExampleRun.SlotWith(Bill with { MarketSellWh = 299 })));
        AssertFails(Name, ExampleRun.WithSlot(Slot with { TradedWh = 299 }));
        AssertFails(Name, ExampleRun.WithSlot(Slot with { DayAheadMicro = 200_001 }));
        AssertFails(Name, ExampleRun.WithChain(Good.Chains[0] with { Cleared = new Dictionary<long, ClearedFacts>() }));
    }

    [Fact]
    public void A_slot_that_was_cleared_again_may_end_at_another_price_and_quantity()
    {
        const string Name = "purchases equal sales";
        var again = Cleared(new ClearedFacts(700, 150_000) { SealedWh = 300, Rounds = 3, Binding = ["under-voltage b17"] });
        Assert.True(Find(Name, again).Ok);
        AssertFails(Name, Cleared(new ClearedFacts(700, 200_000) { Rounds = 3 }));
        AssertFails(Name, Cleared(new ClearedFacts(300, 150_000) { Rounds = 1 }));
    }

    [Fact]
    public void A_slot_that_the_feeder_does_not_bear_is_found()
    {
        const string Name = "the feeder bears every slot";
        var run = ExampleRun.Run with { Feeder = "feeder33" };
        Assert.DoesNotContain(DemoChecks.Run(Good, ExampleRun.Run), c => c.Name == Name);
        Assert.True(DemoChecks.Run(Cleared(new ClearedFacts(300, 200_000) { Rounds = 1 }), run).Single(c => c.Name == Name).Ok);
        AssertFails(Name, Good, run);
        AssertFails(Name, Cleared(new ClearedFacts(300, 200_000) { Rounds = 3, Binding = ["beyond this market"] }), run);
    }

    [Fact]
    public void What_operator_and_grid_get_of_an_auction_counts()
    {
        var money = Good.Money with { OperatorBalanceNano = 7 };
        AssertFails(DemoChecks.Money, Good with { Money = money });
        AssertFails(DemoChecks.Money, ExampleRun.WithSlot(Slot with { OperatorNano = 7 }) with { Money = money });
        AssertFails(DemoChecks.Money, Good with { Money = Good.Money with { TransportBalanceNano = 7 } });
        AssertFails(DemoChecks.Money, ExampleRun.WithSlot(ExampleRun.SlotWith(Bill with { TransportNano = -7 })));
    }

    [Fact]
    public void A_bill_that_is_not_what_moved_is_found()
    {
        const string Name = "every bill is what moved in the wallet";
        AssertFails(Name, ExampleRun.WithSeller(Seller with { BalanceNano = Seller.BalanceNano + 1 }));
        AssertFails(Name, ExampleRun.WithSeller(Seller with { SettledNano = Seller.SettledNano - 1 }));
        AssertFails(Name, ExampleRun.WithSeller(Seller with { LinesCounted = Seller.LinesCounted + 1 }));
        AssertFails(Name, ExampleRun.WithSeller(Seller with { Bill = Bill with { PaidNano = 0 } }));
    }

    [Fact]
    public void A_bill_that_was_paid_in_part_is_right_when_the_rest_is_a_debt()
    {
        var bill = Bill with { MarketNano = -1_000, PaidNano = -600, DebtNano = 400 };
        var seller = Seller with { Bill = bill, SettledNano = -600, BalanceNano = Seller.IssuedNano - 600 };

        Assert.True(Find("every bill is what moved in the wallet", ExampleRun.WithSeller(seller)).Ok);
    }

    [Fact]
    public void A_failed_receipt_is_found()
    {
        var check = AssertFails(
            "no receipt failed",
            ExampleRun.WithChain(Good.Chains[0] with { Failures = ["block 7, cell1/home-01: Rejected no"] }));

        Assert.Contains("block 7", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_that_differ_are_found()
    {
        const string Name = "all nodes hold the same state";
        var last = Good.Nodes[1];
        AssertFails(Name, Good with { Nodes = [Good.Nodes[0], last with { StateRoot = new string('c', 64) }] });
        AssertFails(Name, Good with { Nodes = [Good.Nodes[0], last with { HeaderHash = new string('c', 64) }] });
        AssertFails(Name, Good with { Nodes = [Good.Nodes[0], last with { Height = 19 }] });
    }

    [Fact]
    public void Blocks_that_are_not_certified_or_not_equal_are_found()
    {
        const string Name = "blocks are certified and equal";
        AssertFails(Name, ExampleRun.WithChain(Good.Chains[0] with { Flaw = "block 3: the certificate is not valid" }));
        AssertFails(Name, ExampleRun.WithChain(Good.Chains[0] with { HeaderHash = new string('c', 64) }));
        AssertFails(Name, ExampleRun.WithChain(Good.Chains[0] with { StateRoot = new string('c', 64) }));
        AssertFails(Name, ExampleRun.WithChain(Good.Chains[0] with { Height = 0, HeaderHash = "" }));
    }

    [Fact]
    public void A_node_that_did_not_come_back_is_found()
    {
        const string Name = "the killed node caught up";
        var outage = ExampleRun.Run.Outage!;
        AssertFails(Name, Good, ExampleRun.Run with { Outage = null });
        AssertFails(Name, Good, ExampleRun.Run with { Outage = outage with { HeightAfter = 18 } });
        AssertFails(Name, Good, ExampleRun.Run with { Outage = outage with { HeightBefore = 19 } });
    }

    [Fact]
    public void A_primary_that_was_not_replaced_in_time_is_found()
    {
        const string Name = "the killed primary was replaced";
        var run = ExampleRun.Run with { Slots = 2 };
        var outage = run.PrimaryOutage!;
        Assert.True(Find(Name, Good, run).Ok);
        Assert.True(Find(Name, Good, run with { PrimaryOutage = outage with { Gap = DemoChecks.PrimaryGapMax } }).Ok);
        AssertFails(Name, Good, run with { PrimaryOutage = null });
        AssertFails(Name, Good, run with { PrimaryOutage = outage with { Gap = null } });
        AssertFails(
            Name, Good,
            run with { PrimaryOutage = outage with { Gap = DemoChecks.PrimaryGapMax + TimeSpan.FromMilliseconds(1) } });
        AssertFails(Name, Good, run with { PrimaryOutage = outage with { HeightAfter = 8 } });
        AssertFails(Name, Good, run with { PrimaryOutage = outage with { HeightBefore = 9 } });
    }

    [Fact]
    public void A_single_slot_has_no_time_for_a_second_outage() =>
        Assert.DoesNotContain(
            DemoChecks.Run(Good, ExampleRun.Run with { PrimaryOutage = null }),
            c => c.Name == "the killed primary was replaced");

    [Fact]
    public void A_node_that_was_killed_twice_counts_once()
    {
        var run = ExampleRun.Run;
        Assert.Equal(["node4", "node1"], run.Restarted);
        Assert.Equal(["node4"], (run with { PrimaryOutage = run.PrimaryOutage! with { Node = "node4" } }).Restarted);
        Assert.Equal(["node4"], (run with { PrimaryOutage = null }).Restarted);
    }

    [Fact]
    public void A_slot_that_was_not_settled_is_found()
    {
        const string Name = "every slot is settled";
        AssertFails(Name, Good, ExampleRun.Run with { Slots = 2 });
        AssertFails(Name, Good, ExampleRun.Run with { Homes = 3 });
    }

    [Fact]
    public void An_offer_that_was_not_refused_is_found() =>
        AssertFails(
            "an offer of a load-only asset is refused", Good, ExampleRun.Run with { ForbiddenOfferDenied = false });

    [Fact]
    public void Only_a_whole_day_of_a_whole_valley_needs_its_thousands_of_transactions()
    {
        const string Name = "a whole day is on the ledger";
        var wholeDay = ExampleRun.Run with { Slots = 96, Homes = 16 };

        Assert.DoesNotContain(
            DemoChecks.Run(Good, ExampleRun.Run with { Slots = 95, Homes = 16 }), c => c.Name == Name);
        AssertFails(Name, ExampleRun.WithChain(Good.Chains[0] with { Transactions = 2_999 }), wholeDay);
        Assert.True(Find(Name, ExampleRun.WithChain(Good.Chains[0] with { Transactions = 3_000 }), wholeDay).Ok);
    }

    private static Dictionary<long, SettledFacts> Announced(SettledFacts settled) =>
        new() { [ExampleRun.SlotStart] = settled };

    private static LedgerFacts Cleared(ClearedFacts cleared) => ExampleRun.WithChain(
        Good.Chains[0] with { Cleared = new Dictionary<long, ClearedFacts> { [ExampleRun.SlotStart] = cleared } });

    private static CheckResult AssertFails(string name, LedgerFacts ledger, RunFacts? run = null)
    {
        var check = Find(name, ledger, run);
        Assert.False(check.Ok, $"'{name}' holds although it must not: {check.Detail}");
        return check;
    }

    private static CheckResult Find(string name, LedgerFacts ledger, RunFacts? run = null) =>
        Assert.Single(DemoChecks.Run(ledger, run ?? ExampleRun.Run), c => c.Name == name);
}
