using FsCheck;
using FsCheck.Fluent;
using Ledger.Chaincode;
using Ledger.Contracts.Tests.Harness;
using Ledger.Contracts.Tests.Mechanisms;

namespace Ledger.Contracts.Tests.Continuous;

/// <summary>
/// Random orders, amendments and cancellations through the market's contract, against the pure book of cda (M6).
/// </summary>
public sealed class ContinuousEquivalenceTests
{
    private const long Slot = SmallGrid.Start;
    private const long CapacityW = 1_000_000_000;
    private const long CapacityWh = CapacityW / 4;

    private static readonly string[] TimesInForce = ["GTC", "GTC", "GTC", "IOC", "FOK"];

    // Now and then one that trades with many.
    private static readonly Gen<(long Quantity, long Price)> Usual =
        Gen.Frequency((6, Gen.Choose(0, 9)), (1, Gen.Choose(20, 80)))
            .SelectMany(q => Gen.Choose(-2, 4), (q, p) => ((long)q, (long)p));

    private static readonly Gen<(long Quantity, long Price)> Extreme = Gen.Frequency(
        (3, Usual),
        (1, Gen.Elements(
            (CapacityWh, 1_000_000_000L), (CapacityWh, -1_000_000_000L), (CapacityWh, 0L), (1L, 1_000_000_000L),
            (CapacityWh / 2, -1_000_000_000L), (CapacityWh + 1, 1L), (-1L, 1L))));

    [Fact]
    public void The_contract_trades_exactly_as_the_pure_book()
    {
        var trades = 0;
        Books.Check(Events(Usual), events =>
        {
            var grid = Grid();
            trades += Run(grid, events).Trades.Count;
            grid.Clear(Slot);
            Settle(grid, events.Length);
        }, count: 60);
        Assert.True(trades > 300, $"only {trades} trades were made");
    }

    [Fact]
    public void Prices_and_quantities_at_their_bounds_trade_as_in_the_pure_book() => Books.Check(Events(Extreme), events =>
    {
        var grid = Grid();
        var model = Run(grid, events);
        grid.Clear(Slot);
        var result = grid.Result(Slot);
        Assert.Equal((model.Trades.Sum(t => t.Wh), model.Trades.Count), (result[1], result[14]));
    }, count: 40);

    private static SmallGrid Grid()
    {
        var grid = new SmallGrid(prosumers: 4, capacityW: CapacityW);
        grid.Operate("setMechanism", "mg", "cda", Array.Empty<string>(), Array.Empty<long>());
        grid.Open(Slot);
        return grid;
    }

    private static Gen<Event[]> Events(Gen<(long Quantity, long Price)> values) => (
        from kind in Gen.Frequency((7, Gen.Constant(0)), (2, Gen.Constant(1)), (2, Gen.Constant(2)))
        from home in Gen.Choose(0, 3)
        from id in Gen.Choose(0, 39)
        from isBuy in Gen.Elements(true, false)
        from value in values
        from timeInForce in Gen.Elements(TimesInForce)
        select new Event(kind, home, "o" + id, isBuy, value.Quantity, value.Price, timeInForce)).ArrayOf(48);

    private static ContinuousModel Run(SmallGrid grid, Event[] events)
    {
        var model = new ContinuousModel(CapacityWh);
        foreach (var e in events)
        {
            switch (e.Kind)
            {
                case 0:
                    Assert.Equal(model.Place(e.Home, e.Id, e.IsBuy, e.Quantity, e.Price, e.TimeInForce), Place(grid, e));
                    break;
                case 1:
                    Assert.Equal(model.Cancel(e.Home, e.Id), Try(grid, e, "cancel", "mg", Slot, e.Id) != null);
                    break;
                default:
                    var isAmended = Try(grid, e, "amend", "mg", Slot, e.Id, e.Quantity, e.Price) != null;
                    Assert.Equal(model.Amend(e.Home, e.Id, e.Quantity, e.Price), isAmended);
                    break;
            }
        }

        Same(grid, model);
        return model;
    }

    /// <summary>Half of the <c>GTC</c> orders go the way that every mechanism has.</summary>
    private static long? Place(SmallGrid grid, Event e)
    {
        if (e.TimeInForce == "GTC" && e.Home % 2 == 0)
        {
            var before = grid.Result(Slot)[1];
            var function = e.IsBuy ? "submitBid" : "submitOffer";
            return Try(grid, e, function, "mg", Slot, e.Id, e.Quantity, e.Price) == null
                ? null
                : grid.Result(Slot)[1] - before;
        }

        return (e.IsBuy
            ? Try(grid, e, "placeBid", "mg", Slot, e.Id, e.Quantity, e.Price, e.TimeInForce)
            : Try(grid, e, "placeOffer", "mg", Slot, e.Id, e.Quantity, e.Price, "pv", e.TimeInForce))?.Long();
    }

    private static RecordReader? Try(SmallGrid grid, Event e, string function, params object[] arguments)
    {
        try
        {
            return grid.Ledger.Submit(grid.Homes[e.Home], "market", function, arguments);
        }
        catch (ContractRejection)
        {
            return null;
        }
    }

    private static void Same(SmallGrid grid, ContinuousModel model)
    {
        var trades = grid.QueryBytes(grid.Bank, "market", "trades", "mg", Slot, 0, 1_000);
        var made = Enumerable.Range(0, trades.Int())
            .Select(_ => (trades.Text(), trades.Text(), trades.Bool(), trades.Long(), trades.Long())).ToArray();
        Assert.Equal(model.Trades, made);
        var resting = grid.QueryBytes(grid.Bank, "market", "restingOrders", "mg", Slot, 1_000);
        foreach (var isBuy in new[] { true, false })
        {
            var count = isBuy ? model.Book.Bids : model.Book.Asks;
            Assert.Equal(count, resting.Int());
            for (var i = 0; i < count; i++)
            {
                var order = isBuy ? model.Book.BidAt(i) : model.Book.AskAt(i);
                Assert.Equal(
                    (order.Id.Split('#')[0], "cell-a/home" + order.Owner[1..], order.LeftWh, order.PriceMicro),
                    (resting.Text(), resting.Text(), resting.Long(), resting.Long()));
            }
        }

        for (var home = 0; home < 4; home++)
        {
            Assert.Equal(
                [model.Promised(home, isBuy: false), model.Promised(home, isBuy: true)],
                grid.Ledger.Query(grid.Bank, "tokens", "promised", grid.Homes[home].Account, Slot).Longs());
        }
    }

    /// <summary>Whatever the meters say, money and energy add up, and each trade is paid at its own price.</summary>
    private static void Settle(SmallGrid grid, int seed)
    {
        var random = new Random(seed);
        var trades = grid.QueryBytes(grid.Bank, "market", "trades", "mg", Slot, 0, 1_000);
        Int128 money = 0;
        for (var i = trades.Int(); i > 0; i--)
        {
            Assert.NotEqual(trades.Text(), trades.Text());
            trades.Bool();
            money += trades.Long() * (Int128)trades.Long();
        }

        var positions = grid.Ledger.Query(grid.Bank, "market", "positions", "mg", Slot, "").Longs();
        var homes = Enumerable.Range(0, 4).Select(h => 7 * h).ToArray();
        Assert.Equal((money, money), (homes.Sum(h => positions[h + 4]), homes.Sum(h => positions[h + 5])));
        Assert.Equal(homes.Sum(h => positions[h]), homes.Sum(h => positions[h + 1]));
        grid.ReadAll(Slot, [.. homes.Select(_ => ((long)random.Next(20), (long)random.Next(20)))]);
        grid.Settle(Slot);
        Assert.Equal(0, grid.Balance("market/mg"));
        var audit = grid.Ledger.Query(grid.Regulator, "wallet", "audit").Longs();
        Assert.Equal(audit[2] - audit[3], audit[1]);
        foreach (var home in grid.Homes)
        {
            var promised = grid.Ledger.Query(grid.Bank, "tokens", "promised", home.Account, Slot).Longs();
            var tokens = grid.Ledger.Query(grid.Bank, "tokens", "balance", home.Account, Slot, "pv").Longs();
            Assert.Equal((0, 0, promised[0]), (tokens[0], tokens[1], tokens[2] + tokens[3]));
        }
    }

    private sealed record Event(
        int Kind, int Home, string Id, bool IsBuy, long Quantity, long Price, string TimeInForce);
}
