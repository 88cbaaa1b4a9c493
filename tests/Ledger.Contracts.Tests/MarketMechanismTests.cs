using Ledger.Contracts.Market.Mechanisms;
using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests;

/// <summary>Every mechanism by its name, from orders to settled money (M2, M3, M6, M10, M12, M13).</summary>
public sealed class MarketMechanismTests
{
    private const long Slot = SmallGrid.Start;

    public static TheoryData<string> Names => [.. MechanismList.All().Select(m => m.Name), "cda"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_mechanism_clears_and_settles_to_the_unit(string mechanism)
    {
        var grid = new SmallGrid();
        var random = new Random(mechanism.Length);
        grid.Operate(
            "setMechanism", "mg", mechanism,
            new[] { "priceMicro", "demandWh", "supervisor" }, new[] { 180_000L, 900L, mechanism.Length % 2 });
        grid.Operate("setZones", "mg", new[] { "z" }, Array.Empty<string>(), Array.Empty<long>(), Array.Empty<string>(),
            Array.Empty<long>());
        grid.Ledger.Submit(grid.Bank, "wallet", "issue", grid.Operator.Account, SmallGrid.Endowment);
        for (var i = 0; i < 20; i++)
        {
            var slot = Slot + (900 * i);
            grid.Open(slot);
            grid.Offer(0, slot, random.Next(1, 3_000), random.Next(-50_000, 250_000));
            grid.Offer(1, slot, random.Next(1, 3_000), random.Next(80_000, 250_000));
            grid.Bid(2, slot, random.Next(1, 4_000), random.Next(100_000, 350_000));
            grid.Bid(3, slot, random.Next(1, 2_000), random.Next(100_000, 350_000));
            grid.Clear(slot);
            grid.ReadAll(
                slot, (0, random.Next(3_000)), (random.Next(300), random.Next(3_000)), (random.Next(4_000), 0),
                (random.Next(4_000), 0));
            grid.Settle(slot);
            Assert.Equal(0, grid.Balance("market/mg"));
            for (var home = 0; home < 2; home++)
            {
                // Every token that was minted is burned, as delivered or as expired.
                var promised = grid.Ledger.Query(grid.Bank, "tokens", "promised", grid.Homes[home].Account, slot).Longs();
                var tokens = grid.Ledger.Query(grid.Bank, "tokens", "balance", grid.Homes[home].Account, slot, "pv").Longs();
                Assert.Equal((0, 0, promised[0]), (tokens[0], tokens[1], tokens[2] + tokens[3]));
            }
        }

        var audit = grid.Ledger.Query(grid.Regulator, "wallet", "audit").Longs();
        Assert.Equal(audit[2] - audit[3], audit[1]);
        Assert.Equal(
            mechanism, grid.Ledger.Query(grid.Bank, "market", "configuration", "mg").Texts()[0]);
    }

    [Theory]
    [InlineData("kda-uniform", 210_000, 0)]
    [InlineData("lao", 210_000, 0)]
    [InlineData("fro", 220_000, 0)]
    [InlineData("pay-as-bid", 0, 785_000_000)]
    [InlineData("trade-reduction", 0, 40_000_000)]
    [InlineData("mcafee", 0, 40_000_000)]
    [InlineData("vcg", 0, -165_000_000)]
    public void The_book_of_the_worked_examples_gives_their_prices(string mechanism, long price, long surplus)
    {
        var grid = new SmallGrid(withMoney: false);
        grid.Operate("setMechanism", "mg", mechanism, Array.Empty<string>(), Array.Empty<long>());
        grid.Open(Slot);
        Offer(grid, 0, "S1", 3_000, 90_000);
        Offer(grid, 1, "S2", 2_500, 160_000);
        Offer(grid, 1, "S3", 2_500, 210_000);
        Bid(grid, 2, "B1", 4_000, 280_000);
        Bid(grid, 3, "B2", 2_000, 220_000);
        Bid(grid, 3, "B3", 3_000, 180_000);
        grid.Clear(Slot);
        var result = grid.Result(Slot);

        // S3 offers 2,500 of the example's 4,000 Wh here, since a home's capacity is 5,000 Wh, which changes no price but
        // VCG's where one home owns S2 and S3.
        Assert.Equal(mechanism is "trade-reduction" or "mcafee" ? 4_000 : 6_000, result[1]);
        Assert.Equal(price != 0, result[2] == 1);
        if (price != 0)
        {
            Assert.Equal(price, result[3]);
        }

        if (mechanism != "vcg")
        {
            Assert.Equal(surplus, result[11]);
        }
        else
        {
            Assert.True(result[11] < 0, "vcg runs a deficit");
        }
    }

    [Fact]
    public void A_supervised_forward_session_sells_what_the_homes_lack()
    {
        var grid = new SmallGrid();
        grid.Operate(
            "setMechanism", "mg:forward", "fixed-price", new[] { "priceMicro", "supervisor" }, new[] { 200_000L, 1L });
        grid.Ledger.Submit(
            grid.Operator, "settlement", "configure", "mg:forward", "cell-a/grid", grid.Operator.Account, "single");
        grid.Open(Slot);
        grid.Operate("openSlot", "mg:forward", Slot);
        grid.Ledger.Submit(grid.Homes[0], "market", "submitOffer", "mg:forward", Slot, "s", 1_000L, 150_000L);
        grid.Ledger.Submit(grid.Homes[2], "market", "submitBid", "mg:forward", Slot, "b", 3_000L, 250_000L);
        grid.Operate("clear", "mg:forward", Slot);
        grid.Clear(Slot);
        var forward = grid.Ledger.Query(grid.Bank, "market", "result", "mg:forward", Slot).Longs();
        Assert.Equal((3_000, 200_000, 2_000), (forward[1], forward[3], forward[12]));
        grid.ReadAll(Slot, (0, 1_000), (0, 0), (3_100, 0), (0, 0));
        grid.Ledger.Submit(grid.Operator, "settlement", "settle", "mg:forward", Slot);
        Assert.Equal(2_000 * 200_000, grid.Balance("cell-a/grid"));
        grid.Settle(Slot);
        Assert.Equal((-100, -100 * SmallGrid.Retail), (grid.Bill(2, Slot, Slot)[6], grid.Bill(2, Slot, Slot)[9]));
        Assert.Equal((2_000 * 200_000) + (100 * SmallGrid.Retail), grid.Balance("cell-a/grid"));
    }

    [Fact]
    public void The_supervisor_splits_a_market_into_zones_with_prices_of_their_own()
    {
        var grid = new SmallGrid();
        grid.Operate(
            "setZones", "mg", new[] { "north", "south" }, new[] { "b0", "b1", "b2", "b3" }, new[] { 0L, 1L, 0L, 1L },
            new[] { "tie" }, new[] { 0L, 1L, 500L, 500L });
        Assert.Equal(
            "access denied: role",
            grid.Ledger.Refused(grid.Operator, "market", "activateSplit", "mg", Slot, Slot).Message);
        grid.Ledger.Submit(grid.Supervisor, "market", "activateSplit", "mg", Slot, Slot);
        foreach (var slot in new[] { Slot, Slot + 900 })
        {
            grid.Open(slot);
            grid.Offer(0, slot, 3_000, 100_000);
            grid.Offer(1, slot, 3_000, 200_000);
            grid.Bid(2, slot, 1_000, 300_000);
            grid.Bid(3, slot, 1_000, 300_000);
            grid.Clear(slot);
        }

        var split = grid.Ledger.Query(grid.Bank, "market", "positions", "mg", Slot, "").Longs();
        Assert.Equal((1_500, 500), (split[1], split[8]));
        Assert.Equal((1_000 * 100_000, 1_000 * 200_000), (split[18], split[25]));
        Assert.Equal(500 * 100_000, grid.Result(Slot)[11]);
        var whole = grid.Ledger.Query(grid.Bank, "market", "positions", "mg", Slot + 900, "").Longs();
        Assert.Equal((2_000, 0), (whole[1], whole[8]));
    }

    [Fact]
    public void Buyers_pay_the_cheapest_path_to_the_grid_operator()
    {
        var grid = WithFeeder();
        grid.Operate("setMechanism", "mg", "kda-uniform", new[] { "transportBps" }, new[] { 5_000L });
        Settled(grid);
        Assert.Equal(1_000 * 15_000, grid.Balance("wires/dso"));
        var bill = grid.Ledger.Query(
            grid.Homes[2], "settlement", "billDetails", "mg", "cell-a/home2", Slot).Longs();
        Assert.Equal(-1_000 * 15_000, bill[14]);
    }

    [Fact]
    public void The_auction_house_honours_origins_and_charges_the_path()
    {
        var grid = WithFeeder();
        grid.Operate("setMechanism", "mg", "auction-house", Array.Empty<string>(), Array.Empty<long>());
        grid.Open(Slot);
        grid.Ledger.Submit(
            grid.Homes[2], "market", "submitBidOf", "mg", Slot, "wind", 500L, 290_000L, 0L, new[] { "wind" });
        grid.Ledger.Submit(
            grid.Homes[2], "market", "submitBidOf", "mg", Slot, "sun", 500L, 290_000L, 0L, new[] { "pv", "wind" });
        grid.Offer(0, Slot, 1_000, 100_000);
        grid.Clear(Slot);
        Assert.Equal(500, grid.Result(Slot)[1]);
        var positions = grid.Ledger.Query(grid.Bank, "market", "positions", "mg", Slot, "").Longs();
        Assert.Equal((500, 500, 500 * 30_000), (positions[14], positions[16], positions[20]));
        Assert.Equal(positions[18], positions[5]);
        Assert.Equal(
            "an origin is pv, wind, chp, hydro, storage or grid",
            grid.Ledger.Refused(
                grid.Homes[2], "market", "submitBidOf", "mg", Slot + 900, "x", 1L, 1L, 0L, new[] { "coal" }).Message);
        Assert.Equal(
            "the asset of cell-a/home0 feeds in no wind",
            RefusedOffer(grid, "wind"));
    }

    [Fact]
    public void At_one_price_buyers_are_paired_with_the_origins_they_accept()
    {
        var grid = new SmallGrid();
        var mill = new TestCaller(
            "cell-a/mill", "role=producer", "assetType=wind", "meterId=M9", "bus=b9", "microgrid=mg", "capacityW=20000");
        grid.Ledger.Submit(mill, "registry", "registerAsset", "A9", "wind", "generation", "M9", "b9", 20_000L);
        grid.Ledger.Submit(mill, "market", "join", "mg");
        grid.Open(Slot);
        grid.Offer(0, Slot, 1_000, 100_000);
        grid.Ledger.Submit(mill, "market", "submitOffer", "mg", Slot, "wind", 800L, 110_000L);
        grid.Bid(2, Slot, 1_000, 250_000);
        grid.Ledger.Submit(
            grid.Homes[3], "market", "submitBidOf", "mg", Slot, "green", 500L, 200_000L, 0L, new[] { "wind" });
        grid.Clear(Slot);
        var pairs = grid.QueryBytes(grid.Bank, "market", "pairs", "mg", Slot);
        Assert.Equal(2, pairs.Int());
        Assert.Equal(
            ("cell-a/home3", "cell-a/mill", "wind", 500L), (pairs.Text(), pairs.Text(), pairs.Text(), pairs.Long()));
        Assert.Equal(
            ("cell-a/home2", "cell-a/home0", "pv", 1_000L), (pairs.Text(), pairs.Text(), pairs.Text(), pairs.Long()));
    }

    [Fact]
    public void The_more_reliable_comes_first_at_equal_prices()
    {
        var grid = new SmallGrid();
        grid.Ledger.Submit(grid.Operator, "settlement", "configureFees", "mg", "wires/dso", 5_000L);
        grid.Operate("setMechanism", "mg", "kda-uniform", new[] { "rank" }, new[] { 1L });
        grid.Open(Slot);
        grid.Offer(0, Slot, 1_000, 100_000);
        grid.Offer(1, Slot, 1_000, 100_000);
        grid.Clear(Slot);
        grid.ReadAll(Slot, (0, 200), (0, 1_000), (0, 0), (0, 0));
        grid.Settle(Slot);
        grid.Open(Slot + 900);
        grid.Offer(0, Slot + 900, 1_000, 100_000);
        grid.Offer(1, Slot + 900, 1_000, 100_000);
        grid.Bid(2, Slot + 900, 1_000, 200_000);
        grid.Clear(Slot + 900);
        var positions = grid.Ledger.Query(grid.Bank, "market", "positions", "mg", Slot + 900, "").Longs();
        Assert.Equal((0, 1_000), (positions[1], positions[8]));
    }

    [Fact]
    public void Reserves_are_procured_kept_apart_and_called()
    {
        var grid = new SmallGrid();
        grid.Operate(
            "setMechanism", "mg:reserve", "muv", new[] { "demandWh", "priceMicro" }, new[] { 1_000L, 90_000L });
        grid.Ledger.Submit(
            grid.Operator, "settlement", "configure", "mg:reserve", "cell-a/grid", grid.Operator.Account, "single");
        grid.Open(Slot);
        grid.Operate("openSlot", "mg:reserve", Slot);
        grid.Ledger.Submit(grid.Homes[0], "market", "submitOffer", "mg:reserve", Slot, "r0", 1_000L, 20_000L);
        grid.Ledger.Submit(grid.Homes[1], "market", "submitOffer", "mg:reserve", Slot, "r1", 1_000L, 30_000L);
        Assert.Equal(
            "the reserve session takes offers; its demand is the configuration's",
            grid.Ledger.Refused(grid.Homes[2], "market", "submitBid", "mg:reserve", Slot, "b", 1L, 1L).Message);
        grid.Operate("clear", "mg:reserve", Slot);
        Assert.Equal(
            "OVER_CAPACITY: 4000 of 5000 Wh are left in slot 1700000100",
            grid.Ledger.Refused(grid.Homes[0], "market", "submitOffer", "mg", Slot, "o", 4_001L, 1L).Message);
        grid.Clear(Slot);
        Assert.Equal(
            (true, "access denied: role"),
            Denied(grid.Ledger.Refused(
                grid.Operator, "settlement", "callReserve", "mg", Slot, "cell-a/home0", 400L)));
        grid.Ledger.Submit(grid.Supervisor, "settlement", "callReserve", "mg", Slot, "cell-a/home0", 400L);
        Assert.Equal(
            "account cell-a/home0 has 600 Wh of reserve left in slot 1700000100",
            grid.Ledger.Refused(
                grid.Supervisor, "settlement", "callReserve", "mg", Slot, "cell-a/home0", 601L).Message);
        grid.ReadAll(Slot, (0, 400), (0, 0), (0, 0), (0, 0));
        grid.Ledger.Submit(grid.Operator, "settlement", "settle", "mg:reserve", Slot);
        Assert.Equal(SmallGrid.Endowment + (1_000 * 30_000), grid.Balance("cell-a/home0"));
        grid.Settle(Slot);
        Assert.Equal(
            SmallGrid.Endowment + (1_000 * 30_000) + (400 * SmallGrid.Retail), grid.Balance("cell-a/home0"));
        Assert.Equal(
            [0, 0, 400, 600],
            grid.Ledger.Query(grid.Bank, "tokens", "balance", "cell-a/home0", Slot, "pv").Longs());
    }

    private static (bool IsDenied, string Message) Denied(Chaincode.ContractRejection rejection) =>
        (rejection.PermissionDenied, rejection.Message);

    private static string RefusedOffer(SmallGrid grid, string origin)
    {
        grid.Open(Slot + 900);
        return grid.Ledger.Refused(
            grid.Homes[0], "market", "submitOfferOf", "mg", Slot + 900, "x", 1L, 1L, 0L, origin).Message;
    }

    private static SmallGrid WithFeeder()
    {
        var grid = new SmallGrid();
        grid.Ledger.Submit(
            grid.Dso, "registry", "registerFeeder", "mg", new[] { "b0", "b1", "b2", "b3" }, 400_000L, 400_000L,
            900_000L, 1_100_000L, 0L);
        grid.Ledger.Submit(
            grid.Dso, "registry", "setLines", "mg", new[] { "L1", "L2", "L3" }, new[] { "b0", "b1", "b0" },
            new[] { "b1", "b2", "b2" }, new[] { 1L, 1L, 1L }, new[] { 1L, 1L, 1L }, new long[3],
            new[] { 20_000L, 10_000L, 40_000L }, new long[3]);
        grid.Ledger.Submit(grid.Operator, "settlement", "configureFees", "mg", "wires/dso", 0L);
        return grid;
    }

    private static void Settled(SmallGrid grid)
    {
        grid.Open(Slot);
        grid.Offer(0, Slot, 1_000, 100_000);
        grid.Bid(2, Slot, 1_000, 200_000);
        grid.Clear(Slot);
        grid.ReadAll(Slot, (0, 1_000), (0, 0), (1_000, 0), (0, 0));
        grid.Settle(Slot);
    }

    private static void Offer(SmallGrid grid, int home, string id, long quantity, long price) =>
        grid.Ledger.Submit(grid.Homes[home], "market", "submitOffer", "mg", Slot, id, quantity, price);

    private static void Bid(SmallGrid grid, int home, string id, long quantity, long price) =>
        grid.Ledger.Submit(grid.Homes[home], "market", "submitBid", "mg", Slot, id, quantity, price);
}
