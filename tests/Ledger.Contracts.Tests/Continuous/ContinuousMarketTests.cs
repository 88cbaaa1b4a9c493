using Ledger.Chaincode;
using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests.Continuous;

/// <summary>A market that trades continuously, from the order to the bill (M6, M9).</summary>
public sealed class ContinuousMarketTests
{
    private const long Slot = SmallGrid.Start;

    private static readonly string[] None = [];

    private readonly SmallGrid _grid = Continuous();

    [Fact]
    public void Orders_trade_when_they_come_and_each_trade_settles_at_its_own_price()
    {
        _grid.Offer(0, Slot, 500, 110_000);
        _grid.Offer(1, Slot, 800, 120_000);
        Assert.Equal(0, _grid.Ledger.Events.Count(e => e.Name == "traded"));
        _grid.Bid(2, Slot, 1_000, 125_000);
        var traded = new RecordReader(_grid.Ledger.Events.Single(e => e.Name == "traded").Data);
        Assert.Equal(("mg", Slot, "b2", "cell-a/home2", true, 125_000), (
            traded.Text(), traded.Long(), traded.Text(), traded.Text(), traded.Bool(), traded.Long()));
        Assert.Equal(["o0", "o1"], traded.Texts());
        Assert.Equal(["cell-a/home0", "cell-a/home1"], traded.Texts());
        Assert.Equal([500, 500], traded.Longs());
        Assert.Equal([110_000, 120_000], traded.Longs());
        _grid.Bid(3, Slot, 400, 100_000);
        Assert.Equal("open", _grid.Phase(Slot));
        _grid.Clear(Slot);
        Assert.Equal("sealed", _grid.Phase(Slot));
        var result = _grid.Result(Slot);
        Assert.Equal((1_000, 0, 115_000, 0, 2), (result[1], result[2], result[3], result[11], result[14]));
        Assert.Equal((500 * 15_000) + (500 * 5_000), result[7]);
        _grid.ReadAll(Slot, (0, 500), (0, 800), (1_000, 0), (400, 0));
        _grid.Settle(Slot);
        Assert.Equal(SmallGrid.Endowment + (500 * 110_000), _grid.Balance("cell-a/home0"));
        Assert.Equal(SmallGrid.Endowment + (500 * 120_000) + (300 * SmallGrid.FeedIn), _grid.Balance("cell-a/home1"));
        Assert.Equal(SmallGrid.Endowment - (500 * 110_000) - (500 * 120_000), _grid.Balance("cell-a/home2"));
        Assert.Equal(SmallGrid.Endowment - (400 * SmallGrid.Retail), _grid.Balance("cell-a/home3"));
    }

    [Fact]
    public void Time_in_force_rests_drops_or_kills_and_frees_what_is_not_kept()
    {
        _grid.Offer(0, Slot, 500, 110_000);
        Assert.Equal(0, PlaceBid(2, "fok", 501, 200_000, "FOK"));
        Assert.Equal(("fok", 501, "FOK_KILLED"), Dropped());
        Assert.Equal([0, 0], Promised(2));
        Assert.Equal(
            "order fok is already in slot 1700000100", Refused(2, "placeBid", "mg", Slot, "fok", 1L, 1L, "GTC"));
        Assert.Equal(200, PlaceBid(2, "all", 200, 200_000, "FOK"));
        Assert.Equal(300, PlaceBid(2, "ioc", 900, 110_000, "IOC"));
        Assert.Equal(("ioc", 600, "IOC"), Dropped());
        Assert.Equal([0, 500], Promised(2));
        Assert.Equal(0, PlaceBid(3, "rest", 900, 110_000, "GTC"));
        Assert.Equal(
            "a time in force is GTC, IOC or FOK", Refused(3, "placeBid", "mg", Slot, "x", 1L, 1L, "DAY"));
        _grid.Clear(Slot);
        var positions = _grid.Ledger.Query(_grid.Bank, "market", "positions", "mg", Slot, "").Longs();
        Assert.Equal((500, 0, 0, 900), (positions[14], positions[16], positions[21], positions[23]));
    }

    [Fact]
    public void Amendments_and_cancellations_touch_only_what_rests()
    {
        _grid.Offer(0, Slot, 1_000, 100_000);
        _grid.Offer(1, Slot, 1_000, 100_000);
        _grid.Bid(2, Slot, 300, 100_000);
        Assert.Equal(
            "order o0 has traded 300 Wh: its new quantity is more", Refused(0, "amend", "mg", Slot, "o0", 300L, 1L));
        _grid.Ledger.Submit(_grid.Homes[0], "market", "amend", "mg", Slot, "o0", 500L, 100_000L);
        Assert.Equal([500, 0], Promised(0));
        Assert.Equal(1_000, PlaceBid(3, "next", 1_000, 100_000, "IOC"));
        Assert.Equal("order o1 has traded and rests no more", Refused(1, "cancel", "mg", Slot, "o1"));
        _grid.Ledger.Submit(_grid.Homes[0], "market", "cancel", "mg", Slot, "o0");
        Assert.Equal([300, 0], Promised(0));
        Assert.Equal("order o0 has traded and rests no more", Refused(0, "cancel", "mg", Slot, "o0"));
        Assert.True(_grid.Ledger.Refused(_grid.Homes[1], "market", "cancel", "mg", Slot, "o0").PermissionDenied);

        // A better price may trade at once.
        _grid.Ledger.Submit(_grid.Homes[2], "market", "submitBid", "mg", Slot, "low", 400L, 90_000L);
        _grid.Ledger.Submit(_grid.Homes[1], "market", "submitOffer", "mg", Slot, "high", 400L, 95_000L);
        _grid.Ledger.Submit(_grid.Homes[2], "market", "amend", "mg", Slot, "low", 450L, 99_000L);
        Assert.Equal(1_700, _grid.Result(Slot)[1]);
        for (var i = 0; i < 2; i++)
        {
            _grid.Ledger.Submit(_grid.Homes[2], "market", "amend", "mg", Slot, "low", 460L + i, 80_000L);
        }

        Assert.Equal(
            "an account places at most 5 orders on one side of a slot",
            Refused(2, "amend", "mg", Slot, "low", 470L, 80_000L));
        _grid.Clear(Slot);
        Assert.Equal("slot 1700000100 of market mg is sealed, not open", Refused(2, "cancel", "mg", Slot, "low"));
        _grid.ReadAll(Slot, (0, 300), (0, 1_400), (700, 0), (1_000, 0));
        _grid.Settle(Slot);
        Assert.Equal(0, _grid.Balance("market/mg"));
    }

    [Fact]
    public void What_does_not_suit_a_continuous_auction_is_refused_with_a_reason()
    {
        Assert.Equal(
            "a continuous auction has no block orders: what shall trade whole or not at all is placed FOK",
            Refused(2, "submitBidOf", "mg", Slot, "x", 10L, 1L, 2L, None));
        Assert.Equal(
            "a bid of a continuous auction trades with the best offers, whatever their origin",
            Refused(2, "submitBidOf", "mg", Slot, "x", 10L, 1L, 0L, new[] { "pv" }));
        Assert.Equal(
            "trades of a continuous auction bind at once, and a later check of the feeder cannot take them back: "
                + "a secured market clears a sealed book",
            Chosen("mg", "secure"));
        Assert.Equal("a continuous auction goes by price and time, not by rank", Chosen("mg", "rank"));
        Assert.Equal(
            "the reserve session takes offers; its demand is the configuration's", Chosen("mg:reserve", "stepwise"));
        _grid.Ledger.Submit(_grid.Operator, "registry", "registerMicrogrid", "town", "Town");
        _grid.Operate("setMechanism", "town", "cda", None, Array.Empty<long>());
        Assert.Equal(
            "the rest of other markets comes up all at once: market town clears it as a sealed book",
            _grid.Ledger.Refused(_grid.Operator, "market", "serveNeighbours", "town").Message);
        _grid.Clear(Slot);
        Assert.Equal(
            "trades of a continuous auction bind: there is nothing to clear again",
            _grid.Ledger.Refused(_grid.Supervisor, "market", "rollBack", "mg", Slot, "x").Message);
        var other = new SmallGrid();
        other.Open(Slot);
        Assert.Equal(
            "FOK orders trade at once in a continuous auction; kda-uniform clears a sealed book",
            other.Ledger.Refused(other.Homes[2], "market", "placeBid", "mg", Slot, "x", 1L, 1L, "FOK").Message);
        Assert.Equal(
            0, other.Ledger.Submit(other.Homes[2], "market", "placeBid", "mg", Slot, "x", 1L, 1L, "GTC").Long());
    }

    [Fact]
    public void A_split_market_opens_no_continuous_slot_and_a_continuous_one_is_not_split()
    {
        _grid.Operate("setZones", "mg", new[] { "z" }, None, Array.Empty<long>(), None, Array.Empty<long>());
        Assert.Equal(
            "market mg trades continuously, and what has traded cannot be split",
            _grid.Ledger.Refused(_grid.Supervisor, "market", "activateSplit", "mg", Slot, Slot).Message);
        _grid.Operate("setMechanism", "mg", "lao", None, Array.Empty<long>());
        _grid.Ledger.Submit(_grid.Supervisor, "market", "activateSplit", "mg", Slot, Slot + 900);
        _grid.Operate("setMechanism", "mg", "cda", None, Array.Empty<long>());
        Assert.Equal(
            "the supervisor has split market mg in slot 1700001000, and a continuous auction has no zones",
            _grid.Ledger.Refused(_grid.Operator, "market", "openSlot", "mg", Slot + 900).Message);
        _grid.Open(Slot + 1_800);

        // The slot that was open before trades on, whatever the market chose since.
        _grid.Offer(0, Slot, 100, 100_000);
        _grid.Bid(2, Slot, 100, 100_000);
        _grid.Clear(Slot);
        Assert.Equal(100, _grid.Result(Slot)[1]);
    }

    [Fact]
    public void The_supervisors_cap_of_a_bus_bounds_orders_when_they_come_and_cuts_what_rests()
    {
        _grid.Bid(2, Slot, 400, 50_000);
        _grid.Offer(0, Slot, 100, 50_000);
        _grid.Ledger.Submit(_grid.Supervisor, "registry", "capBus", "mg", "b2", 1_000L, 0L, Slot, Slot, "works");
        Assert.Equal(
            "the supervisor lets bus b2 draw 250 Wh in slot 1700000100, and 401 Wh would be ordered",
            Refused(2, "submitBid", "mg", Slot, "more", 1L, 50_000L));
        _grid.Ledger.Submit(_grid.Homes[3], "market", "submitBid", "mg", Slot, "free", 700L, 40_000L);
        _grid.Clear(Slot);

        // 100 of the 250 Wh have traded, so that 150 of the 300 resting ones stay for the main grid.
        var positions = _grid.Ledger.Query(_grid.Bank, "market", "positions", "mg", Slot, "").Longs();
        Assert.Equal((100, 150, 700), (positions[14], positions[16], positions[23]));
        Assert.Equal([0, 250], Promised(2));
        var resting = _grid.QueryBytes(_grid.Bank, "market", "restingOrders", "mg", Slot, 10);
        Assert.Equal((2, "b2", 150L), (resting.Int(), resting.Text(), Left(resting)));
    }

    [Fact]
    public void Shiftable_loads_take_what_rests_when_the_slot_closes()
    {
        var grid = Continuous(consumerClass: "time-shiftable");
        grid.Ledger.Submit(
            grid.Homes[2], "market", "submitFlexible", "mg", "car", Slot, Slot + 900, 2_500L, 1_500L, 200_000L);
        grid.Offer(0, Slot, 1_000, 100_000);
        grid.Bid(3, Slot, 300, 250_000);
        grid.Ledger.Submit(grid.Homes[1], "market", "submitOffer", "mg", Slot, "dear", 1_000L, 210_000L);
        grid.Clear(Slot);
        Assert.Equal((1_000, 2), (grid.Result(Slot)[1], grid.Result(Slot)[14]));
        Assert.Equal(1_800, grid.Ledger.Query(grid.Bank, "market", "flexibleLeft", "mg", "car").Long());
        Assert.Equal([0, 700], grid.Ledger.Query(grid.Bank, "tokens", "promised", "cell-a/home2", Slot).Longs());
        grid.ReadAll(Slot, (0, 1_000), (0, 1_000), (700, 0), (300, 0));
        grid.Settle(Slot);
        Assert.Equal(SmallGrid.Endowment - (700 * 100_000), grid.Balance("cell-a/home2"));
    }

    [Fact]
    public void The_adjustment_session_trades_continuously_until_the_slot_begins()
    {
        var grid = new SmallGrid();
        grid.Operate("setMechanism", "mg:adjustment", "cda", None, Array.Empty<long>());
        grid.Operate("setTimetable", "mg:adjustment", 3_600L, 60L, 0L, 0L, 0L);
        grid.Ledger.Submit(
            grid.Operator, "settlement", "configure", "mg:adjustment", "cell-a/grid", grid.Operator.Account, "single");
        grid.Ledger.Now = Slot - 1_800;
        grid.Open(Slot);
        grid.Clear(Slot);
        grid.Operate("openSlot", "mg:adjustment", Slot);
        grid.Ledger.Submit(grid.Homes[0], "market", "submitOffer", "mg:adjustment", Slot, "s", 600L, 100_000L);
        grid.Ledger.Submit(grid.Homes[2], "market", "submitBid", "mg:adjustment", Slot, "b", 400L, 120_000L);
        grid.Ledger.Now = Slot - 60;
        Assert.Equal(
            "slot 1700000100 of market mg:adjustment is closed, not open",
            grid.Ledger.Refused(grid.Homes[2], "market", "submitBid", "mg:adjustment", Slot, "l", 1L, 1L).Message);
        grid.Operate("clear", "mg:adjustment", Slot);

        // A session leaves nothing to the main grid: the rest of the offer is promised no more.
        Assert.Equal([400, 0], grid.Ledger.Query(grid.Bank, "tokens", "promised", "cell-a/home0", Slot).Longs());
        grid.ReadAll(Slot, (0, 400), (0, 0), (400, 0), (0, 0));
        grid.Ledger.Submit(grid.Operator, "settlement", "settle", "mg:adjustment", Slot);
        grid.Settle(Slot);
        Assert.Equal(SmallGrid.Endowment + (400 * 100_000), grid.Balance("cell-a/home0"));
        Assert.Equal(SmallGrid.Endowment - (400 * 100_000), grid.Balance("cell-a/home2"));
    }

    [Fact]
    public void What_rests_goes_up_to_the_neighbours_when_the_slot_closes()
    {
        var grid = new SmallGrid();
        grid.Ledger.Submit(grid.Operator, "registry", "registerMicrogrid", "town", "Town");
        grid.Operate("serveNeighbours", "town");
        grid.Ledger.Submit(
            grid.Operator, "settlement", "configure", "town", "cell-a/grid", grid.Operator.Account, "single");
        grid.Operate("setMechanism", "mg", "cda", None, Array.Empty<long>());
        grid.Operate("setParent", "mg", "town", 10_000L);
        grid.Operate("openSlot", "town", Slot);
        grid.Open(Slot);
        grid.Offer(0, Slot, 300, 150_000);
        grid.Ledger.Submit(grid.Homes[1], "market", "placeOffer", "mg", Slot, "gone", 900L, 260_000L, "pv", "IOC");
        grid.Bid(2, Slot, 1_000, 250_000);
        grid.Clear(Slot);
        var sent = new RecordReader(grid.Ledger.Events.Single(e => e.Name == "restSent").Data);
        Assert.Equal(("mg", "town", Slot, 700, 0), (sent.Text(), sent.Text(), sent.Long(), sent.Long(), sent.Long()));
        grid.Operate("clear", "town", Slot);
        grid.Operate("seal", "mg", Slot);
        grid.ReadAll(Slot, (0, 300), (0, 0), (1_000, 0), (0, 0));
        grid.Ledger.Submit(grid.Operator, "settlement", "settle", "town", Slot);
        grid.Settle(Slot);
        Assert.Equal(
            SmallGrid.Endowment - (300 * 150_000) - (700 * SmallGrid.Retail), grid.Balance("cell-a/home2"));
    }

    private static SmallGrid Continuous(string consumerClass = "critical")
    {
        var grid = new SmallGrid(consumerClass: consumerClass);
        grid.Operate("setMechanism", "mg", "cda", None, Array.Empty<long>());
        grid.Open(Slot);
        return grid;
    }

    private static long Left(RecordReader resting)
    {
        resting.Text();
        return resting.Long();
    }

    private string Chosen(string market, string parameter) => _grid.Ledger.Refused(
        _grid.Operator, "market", "setMechanism", market, "cda", new[] { parameter }, new[] { 1L }).Message;

    private long PlaceBid(int home, string id, long quantity, long price, string timeInForce) => _grid.Ledger.Submit(
        _grid.Homes[home], "market", "placeBid", "mg", Slot, id, quantity, price, timeInForce).Long();

    private (string Id, long Wh, string Code) Dropped()
    {
        var data = new RecordReader(_grid.Ledger.Events.Last(e => e.Name == "orderDropped").Data);
        Assert.Equal(("mg", Slot), (data.Text(), data.Long()));
        return (data.Text(), data.Long(), data.Text());
    }

    private long[] Promised(int home) =>
        _grid.Ledger.Query(_grid.Bank, "tokens", "promised", _grid.Homes[home].Account, Slot).Longs();

    private string Refused(int home, string function, params object[] arguments) =>
        _grid.Ledger.Refused(_grid.Homes[home], "market", function, arguments).Message;
}
