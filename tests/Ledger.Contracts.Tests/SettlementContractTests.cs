using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests;

/// <summary>Bills, debts, refusals, and a whole day that conserves money and energy.</summary>
public sealed class SettlementContractTests
{
    private const long Slot = SmallGrid.Start;

    [Fact]
    public void A_bill_is_market_residual_and_deviation()
    {
        var grid = new SmallGrid();
        Trade(grid, Slot);
        grid.Read(0, Slot, 0, 900);
        grid.Read(1, Slot, 100, 0);
        grid.Read(2, Slot, 1_500, 0);
        grid.Read(3, Slot, 0, 0);
        grid.Settle(Slot);

        // Home 0 sold 1000 Wh at the clearing price and delivered 900; the system is short, so the missing 100 Wh cost
        // retail.
        var p = grid.Result(Slot)[3];
        Assert.Equal(150_000, p);
        Assert.Equal(
            [1, 0, 1_000, 0, 0, 900, -100, 1_000 * p, 0, -100 * SmallGrid.Retail, 900 * SmallGrid.FeedIn,
                (1_000 * p) - (100 * SmallGrid.Retail), 0],
            grid.Bill(0, Slot, Slot));

        // Home 2 bought 1000 Wh in the market and its unmatched 200 Wh at retail, and took 300 Wh more.
        var net = -(1_000 * p) - (200 * SmallGrid.Retail) - (300 * SmallGrid.Retail);
        Assert.Equal(
            [1, 1_000, 0, 200, 0, -1_500, -300, -1_000 * p, -200 * SmallGrid.Retail, -300 * SmallGrid.Retail,
                -1_500 * SmallGrid.Retail, net, 0],
            grid.Bill(2, Slot, Slot));
        Assert.Equal(SmallGrid.Endowment + net, grid.Balance("cell-a/home2"));
        var due = (600 * SmallGrid.Retail) + (100 * SmallGrid.Retail);
        Assert.Equal(
            [1_000, 700, 0, 1_000 * p, due, due, (900 * SmallGrid.FeedIn) - (1_600 * SmallGrid.Retail), 0, -500, 4,
                SmallGrid.Retail, SmallGrid.FeedIn, p],
            grid.Summary(Slot));
        Assert.Equal(due, grid.Balance("cell-a/grid"));
        Assert.Equal(0, grid.Balance("market/mg"));
        Assert.Equal(8, grid.Result(Slot)[0]);
        var lines = grid.QueryBytes(grid.Operator, "settlement", "billLines", "mg", Slot);
        Assert.Equal((4, "cell-a/home0", 0L, 1_000L), (lines.Int(), lines.Text(), lines.Long(), lines.Long()));
        Assert.Contains(grid.Ledger.Events, e => e.Name == "slotSettled");
        Assert.Equal(
            "slot 1700000100 of market mg is settled, not sealed",
            grid.Ledger.Refused(grid.Operator, "settlement", "settle", "mg", Slot).Message);
    }

    [Fact]
    public void Without_a_clearing_price_the_middle_of_the_tariff_settles_the_helpful_side()
    {
        var grid = new SmallGrid();
        grid.Open(Slot);
        grid.Clear(Slot);
        grid.Read(0, Slot, 0, 10);
        grid.Read(1, Slot, 0, 0);
        grid.Read(2, Slot, 30, 0);
        grid.Read(3, Slot, 0, 0);
        grid.Settle(Slot);
        Assert.Equal((SmallGrid.Retail + SmallGrid.FeedIn) / 2, grid.Summary(Slot)[12]);
        Assert.Equal(10 * ((SmallGrid.Retail + SmallGrid.FeedIn) / 2), grid.Bill(0, Slot, Slot)[9]);
    }

    [Fact]
    public void Who_lacks_money_owes_the_main_grid_and_pays_later()
    {
        var grid = new SmallGrid(withMoney: false);
        grid.Ledger.Submit(grid.Bank, "wallet", "issue", "cell-a/home2", 1_000_000L);
        Trade(grid, Slot);
        grid.Read(0, Slot, 0, 1_000);
        grid.Read(1, Slot, 0, 0);
        grid.Read(2, Slot, 1_200, 0);
        grid.Read(3, Slot, 0, 0);
        grid.Settle(Slot);
        const long Owed = (1_000 * 150_000L) + (200 * SmallGrid.Retail) - 1_000_000;
        Assert.Equal(Owed, Debt(grid));
        Assert.Equal((0, 150_000_000), (grid.Balance("cell-a/home2"), grid.Balance("cell-a/home0")));
        Assert.Equal((200 * SmallGrid.Retail) - Owed, grid.Balance("cell-a/grid"));
        Assert.Equal(0, grid.Balance("market/mg"));

        // In the next slot nothing happens but the debt, which is collected from new money.
        grid.Ledger.Submit(grid.Bank, "wallet", "issue", "cell-a/home2", Owed + 5);
        grid.Open(Slot + 900);
        grid.Clear(Slot + 900);
        for (var i = 0; i < 4; i++)
        {
            grid.Read(i, Slot + 900, 0, 0);
        }

        grid.Settle(Slot + 900);
        Assert.Equal(0, Debt(grid));
        Assert.Equal((5, 200 * SmallGrid.Retail), (grid.Balance("cell-a/home2"), grid.Balance("cell-a/grid")));
        Assert.Equal(-Owed, grid.Bill(2, Slot + 900, Slot + 900)[11]);
        Assert.Equal([Owed + 1_000_005, Owed + 1_000_005], Audit(grid)[1..3]);
    }

    [Fact]
    public void Untimely_or_foreign_settlement_is_refused()
    {
        var grid = new SmallGrid();
        Refused("slot 1700000100 of market mg is not opened, not sealed", grid.Operator);
        grid.Open(Slot);
        Refused("slot 1700000100 of market mg is open, not sealed", grid.Operator);
        grid.Clear(Slot);
        Refused("meter M0 has no reading for slot 1700000100", grid.Operator);
        Refused("market mg is settled by cell-a/operator", grid.OtherOperator);
        Refused("access denied: role", grid.Homes[0]);
        Assert.Equal(
            "market no is not configured for settlement",
            grid.Ledger.Refused(grid.Operator, "settlement", "settle", "no", Slot).Message);
        Assert.Equal(
            "market mg is run by cell-a",
            grid.Ledger.Refused(grid.OtherOperator, "settlement", "configure", "mg", "a/b", "c/d", "dual").Message);
        Assert.Equal(
            "an imbalance mode is single or dual",
            grid.Ledger.Refused(grid.Operator, "settlement", "configure", "mg", "a/b", "c/d", "x").Message);
        Assert.Equal(
            "accounts of market/ belong to the contracts",
            grid.Ledger.Refused(grid.Operator, "settlement", "configure", "mg", "market/mg", "c/d", "dual").Message);

        void Refused(string message, TestCaller caller) =>
            Assert.Equal(message, grid.Ledger.Refused(caller, "settlement", "settle", "mg", Slot).Message);
    }

    [Fact]
    public void Bills_are_read_by_their_owner_operators_and_regulators()
    {
        var grid = new SmallGrid();
        foreach (var caller in new[] { grid.Homes[0], grid.Operator, grid.Regulator })
        {
            Assert.Equal(
                0, grid.Ledger.Query(caller, "settlement", "bill", "mg", "cell-a/home0", Slot, Slot).Longs()[0]);
        }

        foreach (var caller in new[] { grid.Homes[1], grid.OtherOperator, grid.Bank })
        {
            Assert.True(
                grid.Ledger.Refused(caller, "settlement", "bill", "mg", "cell-a/home0", Slot, Slot).PermissionDenied);
        }

        Assert.True(grid.Ledger.Refused(grid.OtherOperator, "settlement", "billLines", "mg", Slot).PermissionDenied);
        Assert.Equal(
            "a range is 1 to 3072 slots",
            grid.Ledger.Refused(grid.Homes[0], "settlement", "bill", "mg", "cell-a/home0", Slot, Slot - 900).Message);
    }

    [Theory]
    [InlineData("single")]
    [InlineData("dual")]
    public void A_whole_day_conserves_money_and_energy(string mode)
    {
        var grid = new SmallGrid(mode: mode);
        var random = new Random(7);
        long metered = 0;
        for (var i = 0; i < 96; i++)
        {
            var slot = Slot + (i * 900);
            grid.Open(slot);
            for (var home = 0; home < 4; home++)
            {
                if (home < 2 && i is > 24 and < 72)
                {
                    grid.Offer(home, slot, random.Next(1, 4_000), random.Next(50_000, 250_000));
                }
                else if (random.Next(8) > 0)
                {
                    grid.Bid(home, slot, random.Next(1, 3_000), random.Next(60_000, 310_000));
                }
            }

            grid.Clear(slot);
            for (var home = 0; home < 4; home++)
            {
                long import = random.Next(0, 3_000);
                long export = home < 2 ? random.Next(0, 4_000) : 0;
                grid.Read(home, slot, import, export);
                metered += export - import;
            }

            grid.Settle(slot);
            Assert.Equal(0, grid.Balance("market/mg"));
        }

        var last = Slot + (95 * 900);
        var bills = Enumerable.Range(0, 4).Select(home => grid.Bill(home, Slot, last)).ToArray();
        Assert.All(bills, bill => Assert.Equal(96, bill[0]));
        var summaries = Enumerable.Range(0, 96).Select(i => grid.Summary(Slot + (i * 900))).ToArray();
        Assert.True(summaries.Sum(s => s[0]) > 0);
        Assert.Equal(metered, bills.Sum(bill => bill[5]));
        Assert.Equal(metered, summaries.Sum(s => s[2] - s[1]));
        Assert.Equal(0, bills.Sum(bill => bill[7]));
        Assert.Equal(summaries.Sum(s => s[4]), -bills.Sum(bill => bill[7] + bill[8] + bill[9]));
        Assert.Equal(summaries.Sum(s => s[5]), grid.Balance("cell-a/grid"));
        Assert.Equal(summaries.Sum(s => s[6]), bills.Sum(bill => bill[10]));
        for (var home = 0; home < 4; home++)
        {
            Assert.Equal(SmallGrid.Endowment + bills[home][11], grid.Balance("cell-a/home" + home));
        }

        Assert.Equal([5 + 1, 4 * SmallGrid.Endowment, 4 * SmallGrid.Endowment, 0], Audit(grid));
    }

    private static void Trade(SmallGrid grid, long slot)
    {
        grid.Open(slot);
        grid.Offer(0, slot, 1_000, 100_000);
        grid.Bid(2, slot, 1_200, 150_000);
        grid.Clear(slot);
    }

    private static long[] Audit(SmallGrid grid) => grid.Ledger.Query(grid.Bank, "wallet", "audit").Longs();

    private static long Debt(SmallGrid grid) =>
        grid.Ledger.Query(grid.Homes[2], "settlement", "debt", "mg", "cell-a/home2").Long();
}
