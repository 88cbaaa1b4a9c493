using Ledger.Chaincode;
using Ledger.Contracts.Tests.Harness;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Contracts.Tests.Continuous;

/// <summary>
/// The continuous auction in the real executor: what an order costs does not grow with the book, and how orders are spread
/// over blocks changes nothing (M6).
/// </summary>
public sealed class ContinuousExecutorTests
{
    private const long Slot = 1_704_070_800;
    private const long Full = Slot + 900;

    private readonly ExecutorGrid _grid = new();

    [Fact]
    public void An_order_costs_the_same_against_ten_thousand_that_rest()
    {
        const int Homes = 1_000;
        const string Last = "cell1/h999";
        _grid.Prepare(Homes);
        Choose(_grid);
        _grid.AllOk([ExecutorGrid.Operate("openSlot", Slot), ExecutorGrid.Operate("openSlot", Full)]);
        _grid.AllOk([.. Enumerable.Range(0, Homes - 1).Select(i => new LocalTransaction("cell1/h" + i,
        [
            .. Enumerable.Range(0, 10).Select(k => k < 5
                ? Order("submitBid", Full, $"b{i}-{k}", 100, 90_000 - (7 * i) - k)
                : Order("submitOffer", Full, $"o{i}-{k}", 1 + k, 110_000 + (7 * i) + k)),
        ]))]);
        _grid.Ok("cell1/h0", Order("submitBid", Slot, "b0-0", 100, 90_000));
        _grid.Ok("cell1/h0", Order("submitOffer", Slot, "o0-5", 6, 110_005));
        foreach (var (name, step) in new (string, Func<long, ContractCall>)[]
        {
            ("rests", s => Order("submitBid", s, "rest", 100, 80_000)),
            ("amended", s => Order("amend", s, "rest", 90, 85_000)),
            ("trades with one", s => Order("submitBid", s, "take", 6, 110_005)),
            ("is cancelled", s => ExecutorGrid.Call("market", "cancel", w => w.Text("mg").Long(s).Text("rest"))),
        })
        {
            var (empty, full) = (Gas(Last, step(Slot)), Gas(Last, step(Full)));
            Xunit.TestContext.Current.TestOutputHelper?.WriteLine(
                $"an order that {name}: {empty} gas in an empty book, {full} in one of 9,990");
            Assert.InRange(full, empty, empty * 11 / 10);
        }

        Assert.Equal(9_989, RestingCount(_grid, Full));
        var sweep = Gas(Last, Order("submitBid", Full, "sweep", 3_200, 150_000));
        Xunit.TestContext.Current.TestOutputHelper?.WriteLine($"an order that trades with 400: {sweep} gas");
        Assert.Equal(9_589, RestingCount(_grid, Full));
        var refused = _grid.Ledger.Submit(Last, Order("submitBid", Full, "more", 3_300, 150_000)).Calls[0];
        Assert.Equal(
            (ReceiptStatus.Rejected, "order more would trade with more than 400 others at once: place it in parts"),
            (refused.Status, refused.Message));
        var cleared = _grid.Ok("cell1/operator", ExecutorGrid.Operate("clear", Full).Calls[0]);
        Xunit.TestContext.Current.TestOutputHelper?.WriteLine($"cleared for {cleared.Calls[0].GasUsed} gas");
        Assert.Equal(401, _grid.Ask("market", "result", w => w.Text("mg").Long(Full)).Longs()[14]);
    }

    [Fact]
    public void A_slot_of_nine_thousand_trades_clears_in_one_call_within_the_limits()
    {
        const int Homes = 1_000;
        _grid.Prepare(Homes);
        Choose(_grid);
        _grid.AllOk([ExecutorGrid.Operate("openSlot", Slot)]);
        const string Name = "a-name-that-is-nearly-as-long-as-may-be";
        _grid.AllOk([.. Enumerable.Range(0, Homes).Select(i => new LocalTransaction("cell1/h" + i,
        [
            .. Enumerable.Range(0, 5).Select(k => Order("submitOffer", Slot, $"{Name}-o{i}-{k}", 10, 100_000 + (5 * i) + k)),
        ]))]);

        // All bids but the first of each home begin and end within an offer, and so trade with two.
        _grid.AllOk(
            [.. Enumerable.Range(0, Homes).Select(i => new LocalTransaction("cell1/h" + i,
            [
                .. Enumerable.Range(0, 5).Select(k => Order(
                    "submitBid", Slot, $"{Name}-b{i}-{k}", k == 0 ? 15 : k == 4 ? 5 : 10, 200_000)),
            ]))],
            perBlock: 10);
        var gas = _grid.Ok("cell1/operator", ExecutorGrid.Operate("clear", Slot).Calls[0]).Calls[0].GasUsed;
        Xunit.TestContext.Current.TestOutputHelper?.WriteLine($"cleared for {gas} gas");
        var result = _grid.Ask("market", "result", w => w.Text("mg").Long(Slot)).Longs();
        Assert.Equal((5, 50_000, 10_000, 9_000), (result[0], result[1], result[9], result[14]));
        Assert.InRange(gas, 0UL, 60_000_000UL);
    }

    [Fact]
    public void However_orders_are_spread_over_blocks_they_trade_alike()
    {
        _grid.Prepare(20);
        Choose(_grid);
        var once = Traded(Slot, perBlock: 1_000);
        Assert.Equal(once, Traded(Slot + 900, perBlock: 1));
        Assert.Equal(once, Traded(Slot + 1_800, perBlock: 7));
    }

    private string Traded(long slot, int perBlock)
    {
        _grid.AllOk([ExecutorGrid.Operate("openSlot", slot)]);
        var random = new Random(5);
        _grid.AllOk(
            [.. Enumerable.Range(0, 80).Select(i => new LocalTransaction("cell1/h" + (i % 20), Placed(slot, i, random)))],
            perBlock);
        _grid.AllOk([ExecutorGrid.Operate("clear", slot)]);
        var answers = new List<byte[]>
        {
            _grid.Ask("market", "trades", w => w.Text("mg").Long(slot).Int(0).Int(1_000)).Bytes(),
            _grid.Ask("market", "restingOrders", w => w.Text("mg").Long(slot).Int(1_000)).Bytes(),
            _grid.Ask("market", "fills", w => w.Text("mg").Long(slot)).Bytes(),
            _grid.Ask("market", "pairs", w => w.Text("mg").Long(slot)).Bytes(),
        };
        Assert.True(new RecordReader(answers[0]).Int() > 20, "little was traded");
        return string.Join(' ', answers.Select(Convert.ToHexString));
    }

    private static ContractCall Placed(long slot, int number, Random random)
    {
        var (quantity, price) = (random.Next(1, 500), random.Next(100_000, 110_000));
        var timeInForce = number % 5 == 0 ? "IOC" : number % 7 == 0 ? "FOK" : "GTC";
        return random.Next(2) == 0
            ? ExecutorGrid.Call("market", "placeBid", w => w
                .Text("mg").Long(slot).Text("o" + number).Long(quantity).Long(price).Text(timeInForce))
            : ExecutorGrid.Call("market", "placeOffer", w => w
                .Text("mg").Long(slot).Text("o" + number).Long(quantity).Long(price).Text("").Text(timeInForce));
    }

    private static void Choose(ExecutorGrid grid) => grid.Ok(ExecutorGrid.Operator, ExecutorGrid.Call(
        "market", "setMechanism", w => w.Text("mg").Text("cda").Texts([]).Longs([])));

    private static ContractCall Order(string function, long slot, string id, long quantity, long price) =>
        ExecutorGrid.Call("market", function, w => w.Text("mg").Long(slot).Text(id).Long(quantity).Long(price));

    private static int RestingCount(ExecutorGrid grid, long slot)
    {
        var key = StateKey.Of("resting").And("mg").And(slot).Bytes;
        return grid.Ledger.State.Scan(ReadOnlyMemory<byte>.Empty).Count(e => e.Key.AsSpan().IndexOf(key) >= 0);
    }

    private ulong Gas(string account, ContractCall call) => _grid.Ok(account, call).Calls[0].GasUsed;
}
