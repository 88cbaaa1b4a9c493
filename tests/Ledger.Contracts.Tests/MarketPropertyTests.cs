using FsCheck;
using FsCheck.Fluent;
using Ledger.Contracts.Market.Mechanisms;
using Ledger.Contracts.Tests.Harness;
using Ledger.Contracts.Tests.Mechanisms;

namespace Ledger.Contracts.Tests;

/// <summary>
/// Random books through the stateful contracts, by every mechanism: from orders over clearing to settlement no money and no
/// energy comes or goes (M1, M6, M11).
/// </summary>
public sealed class MarketPropertyTests
{
    private const long Slot = SmallGrid.Start;
    private const int Homes = 4;

    private static readonly Gen<Order[]> Orders = (
        from home in Gen.Choose(0, Homes - 1)
        from isBuy in Gen.Elements(true, false)
        from quantity in Gen.Frequency(
            (6, Gen.Choose(1, 9)), (3, Gen.Choose(1, 1_000)), (1, Gen.Constant(1_200)))
        from price in Gen.Frequency(
            (6, Gen.Choose(-3, 6)), (3, Gen.Choose(-300_000, 300_000)), (1, Gen.Elements(1_000_000_000, -1_000_000_000)))
        select new Order(home, isBuy, quantity, price)).ArrayOf(16);

    public static TheoryData<string> Names => [.. MechanismList.All().Select(m => m.Name), "cda"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Random_books_settle_to_the_unit(string mechanism) => Books.Check(
        from orders in Orders
        from numbers in Gen.Choose(0, 1_500).ArrayOf(2 * Homes)
        from price in Gen.Choose(-3, 6)
        from flags in Gen.Choose(0, 1).ArrayOf(2)
        select (orders, numbers, price, flags),
        book =>
        {
            var grid = Grid(mechanism, book.price, book.flags);
            var asked = Place(grid, book.orders);
            grid.Clear(Slot);
            var positions = grid.Ledger.Query(grid.Bank, "market", "positions", "mg", Slot, "").Longs();
            Cleared(grid, mechanism, asked, positions);
            grid.ReadAll(Slot, [.. book.numbers.Chunk(2).Select(n => ((long)n[0], (long)n[1]))]);
            grid.Settle(Slot);
            Settled(grid, book.numbers);
        },
        count: 30);

    private static SmallGrid Grid(string mechanism, long price, int[] flags)
    {
        var grid = new SmallGrid(prosumers: Homes);
        grid.Ledger.Submit(grid.Bank, "wallet", "setCreditLimit", grid.Operator.Account, 1_000_000_000_000_000L);
        grid.Ledger.Submit(
            grid.Dso, "registry", "registerFeeder", "mg", new[] { "b0", "b1", "b2", "b3" }, 400_000L, 400_000L,
            900_000L, 1_100_000L, 0L);
        grid.Ledger.Submit(
            grid.Dso, "registry", "setLines", "mg", new[] { "L1", "L2", "L3" }, new[] { "b0", "b1", "b0" },
            new[] { "b1", "b2", "b3" }, new[] { 1L, 1L, 1L }, new[] { 1L, 1L, 1L }, new long[3],
            new[] { 2L, 1L, 40_000L }, new long[3]);
        grid.Operate(
            "setZones", "mg", new[] { "north", "south" }, new[] { "b0", "b1", "b2", "b3" }, new[] { 0L, 1L, 0L, 1L },
            new[] { "tie" }, new[] { 0L, 1L, 5L, 500L });
        grid.Operate(
            "setMechanism", "mg", mechanism, new[] { "priceMicro", "demandWh", "supervisor", "prorata", "transportBps" },
            new[] { price, 20L, flags[0], flags[1], 5_000L * flags[1] });
        grid.Open(Slot);
        return grid;
    }

    /// <summary>Orders as far as number and capacity allow; Wh bid for and offered by home.</summary>
    private static long[] Place(SmallGrid grid, Order[] orders)
    {
        var asked = new long[2 * Homes];
        var count = new int[2 * Homes];
        foreach (var (i, order) in orders.Index())
        {
            var column = (2 * order.Home) + (order.IsBuy ? 0 : 1);
            if (count[column] == 5 || asked[column] + order.Quantity > 5_000)
            {
                continue;
            }

            count[column]++;
            asked[column] += order.Quantity;
            grid.Ledger.Submit(
                grid.Homes[order.Home], "market", order.IsBuy ? "submitBid" : "submitOffer", "mg", Slot, "o" + i,
                order.Quantity, order.Price);
        }

        return asked;
    }

    private static void Cleared(SmallGrid grid, string mechanism, long[] asked, long[] positions)
    {
        long Sum(int column) => Enumerable.Range(0, Homes).Sum(h => positions[(7 * h) + column]);
        var result = grid.Result(Slot);
        for (var home = 0; home < Homes; home++)
        {
            var first = 7 * home;
            Assert.Equal(
                (asked[2 * home], asked[(2 * home) + 1]),
                (positions[first] + positions[first + 2], positions[first + 1] + positions[first + 3]));
            Assert.Equal(
                [asked[(2 * home) + 1], asked[2 * home]],
                grid.Ledger.Query(grid.Bank, "tokens", "promised", grid.Homes[home].Account, Slot).Longs());
        }

        // Where the grid itself takes a side, it sells or buys the difference.
        Assert.Equal(result[12], Sum(0) - Sum(1));
        Assert.True(result[12] == 0 || mechanism is "fixed-price" or "muv", "energy is missing");
        Assert.Equal(result[11], Sum(4) - Sum(5));
        Assert.True(
            result[11] >= 0 || mechanism is "vcg" || result[12] != 0, $"{mechanism} costs the operator {-result[11]}");
        if (mechanism is "cda" or "kda-discriminatory" or "kda-uniform" or "lao" or "fro" or "auction-house")
        {
            Assert.Equal(0, result[11]);
        }
    }

    private static void Settled(SmallGrid grid, int[] numbers)
    {
        var summary = grid.Summary(Slot);
        Assert.Equal(0, grid.Balance("market/mg"));
        var audit = grid.Ledger.Query(grid.Regulator, "wallet", "audit").Longs();
        Assert.Equal(audit[2] - audit[3], audit[1]);

        // What the feeder draws from outside is what the homes draw less what they feed in.
        var drawn = numbers.Where((_, i) => i % 2 == 0).Sum() - numbers.Where((_, i) => i % 2 == 1).Sum();
        Assert.Equal(drawn, summary[1] - summary[2]);
        for (var home = 0; home < Homes; home++)
        {
            var account = grid.Homes[home].Account;
            var promised = grid.Ledger.Query(grid.Bank, "tokens", "promised", account, Slot).Longs();
            var tokens = grid.Ledger.Query(grid.Bank, "tokens", "balance", account, Slot, "pv").Longs();
            Assert.Equal((0, 0, promised[0]), (tokens[0], tokens[1], tokens[2] + tokens[3]));
            var bill = grid.Bill(home, Slot, Slot);
            Assert.Equal(numbers[(2 * home) + 1] - numbers[2 * home], bill[5]);
        }
    }

    private sealed record Order(int Home, bool IsBuy, long Quantity, long Price);
}
