using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests;

/// <summary>Sessions of one slot (M1, M4) and market levels (M8): nothing sold twice, all settled to the unit.</summary>
public sealed class MarketSessionTests
{
    private const long Slot = SmallGrid.Start;

    private readonly SmallGrid _grid = new();

    [Fact]
    public void A_forward_sale_the_spot_market_and_the_adjustment_share_one_capacity()
    {
        _grid.Open(Slot);
        OpenSession("mg:forward");
        Offer("mg:forward", "f", 2_000, 100_000);
        Bid("mg:forward", "f", 2_000, 200_000);
        _grid.Operate("clear", "mg:forward", Slot);
        Offer("mg", "s", 2_500, 90_000);
        Assert.Equal(
            "OVER_CAPACITY: 500 of 5000 Wh are left in slot 1700000100",
            _grid.Ledger.Refused(
                _grid.Homes[0], "market", "submitOffer", "mg", Slot, "double", 501L, 90_000L).Message);
        Bid("mg", "s", 2_500, 220_000);
        Assert.Equal(
            "slot 1700000100 of market mg is open, not sealed",
            _grid.Ledger.Refused(_grid.Operator, "market", "openSlot", "mg:adjustment", Slot).Message);
        _grid.Clear(Slot);
        OpenSession("mg:adjustment");
        Offer("mg:adjustment", "a", 500, 90_000);
        Assert.Equal(
            "OVER_CAPACITY: 0 of 5000 Wh are left in slot 1700000100",
            _grid.Ledger.Refused(
                _grid.Homes[0], "market", "submitOffer", "mg:adjustment", Slot, "b", 1L, 90_000L).Message);
        Bid("mg:adjustment", "a", 400, 220_000);
        _grid.Operate("clear", "mg:adjustment", Slot);

        // What the session left unsold is free again.
        Assert.Equal(
            [4_900, 0], _grid.Ledger.Query(_grid.Bank, "tokens", "promised", "cell-a/home0", Slot).Longs());
        _grid.ReadAll(Slot, (0, 4_900), (0, 0), (4_900, 0), (0, 0));
        foreach (var market in new[] { "mg:forward", "mg:adjustment", "mg" })
        {
            Configure(market);
            _grid.Ledger.Submit(_grid.Operator, "settlement", "settle", market, Slot);
        }

        Assert.Equal([1, 0, 2_500, 0, 0, 4_900, 0], _grid.Bill(0, Slot, Slot)[..7]);
        Assert.Equal((0, 2_400), (Others(0)[0], Others(0)[1]));
        Assert.Equal([0, 0, 4_900, 0], Tokens(0));
        AssertConserved();
    }

    [Fact]
    public void A_session_that_is_still_open_holds_the_settlement_back()
    {
        _grid.Open(Slot);
        OpenSession("mg:forward");
        _grid.Clear(Slot);
        _grid.ReadAll(Slot, (0, 0), (0, 0), (0, 0), (0, 0));
        Assert.Equal(
            "slot 1700000100 of market mg:forward is open, not sealed",
            _grid.Ledger.Refused(_grid.Operator, "settlement", "settle", "mg", Slot).Message);
        Assert.Equal(
            "a session is forward, adjustment or reserve",
            _grid.Ledger.Refused(_grid.Operator, "market", "openSlot", "mg:other", Slot).Message);
    }

    [Fact]
    public void What_a_microgrid_cannot_match_goes_to_its_neighbours_and_then_to_the_main_grid()
    {
        var hill = new TestCaller("cell-b/operator", "role=operator");
        Submit(hill, "registry", "registerMicrogrid", "region", "The valley");
        Submit(hill, "market", "serveNeighbours", "region");
        Submit(hill, "settlement", "configure", "region", "cell-a/grid", hill.Account, "single");
        Submit(hill, "settlement", "configureFees", "region", "wires/dso", 0L);
        Submit(hill, "registry", "registerMicrogrid", "mh", "Hill side");
        Submit(hill, "registry", "setTariff", "mh", SmallGrid.Retail, SmallGrid.FeedIn, 0L);
        Submit(hill, "settlement", "configure", "mh", "cell-a/grid", hill.Account, "dual");
        var farm = new TestCaller(
            "cell-b/farm", "role=producer", "assetType=pv", "meterId=MF", "bus=h1", "microgrid=mh", "capacityW=40000");
        var meter = new TestCaller("cell-b/meter", "role=meter", "meterId=MF");
        Submit(farm, "registry", "registerAsset", "AF", "pv", "generation", "MF", "h1", 40_000L);
        Submit(meter, "registry", "registerMeter");
        Submit(farm, "market", "join", "mh");
        Assert.Equal(
            "market mh does not serve neighbours",
            _grid.Ledger.Refused(_grid.Operator, "market", "setParent", "mg", "mh", 1L).Message);
        _grid.Operate("setParent", "mg", "region", 10_000L);
        Submit(hill, "market", "setParent", "mh", "region", 10_000L);

        Submit(hill, "market", "openSlot", "region", Slot);
        Submit(hill, "market", "openSlot", "mh", Slot);
        _grid.Open(Slot);
        _grid.Bid(2, Slot, 3_000, 250_000);
        _grid.Offer(0, Slot, 1_000, 150_000);
        Submit(farm, "market", "submitOffer", "mh", Slot, "sun", 1_500L, 100_000L);
        _grid.Clear(Slot);
        Submit(hill, "market", "clear", "mh", Slot);
        Assert.Equal(
            "slot 1700000100 of market region, which matches the rest, is open, not sealed",
            _grid.Ledger.Refused(_grid.Operator, "market", "seal", "mg", Slot).Message);
        Submit(hill, "market", "clear", "region", Slot);
        _grid.Operate("seal", "mg", Slot);
        Submit(hill, "market", "seal", "mh", Slot);

        // 1,000 Wh at home, 1,500 Wh from the hill at the middle of 240,000 and 100,000, 500 Wh from the main grid.
        var price = _grid.Ledger.Query(_grid.Bank, "market", "result", "region", Slot).Longs()[3];
        Assert.Equal(240_000, price);
        _grid.ReadAll(Slot, (0, 1_000), (0, 0), (3_000, 0), (0, 0));
        Submit(meter, "metering", "reading", Slot, "MF", 0L, 1_500L);
        Submit(hill, "settlement", "settle", "region", Slot);
        Submit(hill, "settlement", "settle", "mh", Slot);
        _grid.Settle(Slot);
        Assert.Equal([1, 1_000, 0, 500, 0, -3_000, 0], _grid.Bill(2, Slot, Slot)[..7]);
        Assert.Equal(1_500, Others(2)[0]);
        Assert.Equal(1_500 * price, _grid.Balance("cell-b/farm"));
        Assert.Equal(1_500 * 10_000, _grid.Balance("wires/dso"));
        Assert.Equal(500 * SmallGrid.Retail, _grid.Balance("cell-a/grid"));
        AssertConserved();
    }

    private static void Ignore(object value) => Assert.NotNull(value);

    private void Submit(TestCaller caller, string contract, string function, params object[] arguments) =>
        Ignore(_grid.Ledger.Submit(caller, contract, function, arguments));

    private void OpenSession(string market)
    {
        _grid.Operate("setMechanism", market, "kda-uniform", Array.Empty<string>(), Array.Empty<long>());
        _grid.Operate("openSlot", market, Slot);
    }

    private void Configure(string market) => Submit(
        _grid.Operator, "settlement", "configure", market, "cell-a/grid", _grid.Operator.Account, "single");

    private void Offer(string market, string id, long quantity, long price) =>
        Submit(_grid.Homes[0], "market", "submitOffer", market, Slot, id + "o", quantity, price);

    private void Bid(string market, string id, long quantity, long price) =>
        Submit(_grid.Homes[2], "market", "submitBid", market, Slot, id + "b", quantity, price);

    private long[] Others(int home) => _grid.Ledger.Query(
        _grid.Homes[home], "settlement", "billDetails", "mg", _grid.Homes[home].Account, Slot).Longs()[12..];

    private long[] Tokens(int home) =>
        _grid.Ledger.Query(_grid.Bank, "tokens", "balance", _grid.Homes[home].Account, Slot, "pv").Longs();

    private void AssertConserved()
    {
        var audit = _grid.Ledger.Query(_grid.Regulator, "wallet", "audit").Longs();
        Assert.Equal(audit[2] - audit[3], audit[1]);
    }
}
