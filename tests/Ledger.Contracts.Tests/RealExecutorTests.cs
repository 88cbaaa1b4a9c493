using System.Diagnostics;
using Ledger.Chaincode;
using Ledger.Contracts.Metering;
using Ledger.Contracts.Tests.Harness;
using Ledger.Identity;
using Ledger.Runtime;
using static Ledger.Contracts.Tests.Harness.ExecutorGrid;

namespace Ledger.Contracts.Tests;

/// <summary>The contracts in the real executor: verified, metered, with the limits of a network.</summary>
public sealed class RealExecutorTests
{
    private const long Slot = 1_704_070_800;
    private const int Homes = 1_000;

    private readonly ExecutorGrid _grid = new();

    private LocalLedger Ledger => _grid.Ledger;

    [Fact]
    public void Ten_thousand_orders_clear_in_one_call_within_the_limits()
    {
        _grid.Prepare(Homes);
        _grid.Ok("cell1/operator", Call("market", "openSlot", w => w.Text("mg").Long(Slot)));
        var random = new Random(1);
        _grid.AllOk([.. Enumerable.Range(0, Homes).Select(i => new LocalTransaction("cell1/h" + i,
        [
            .. Enumerable.Range(0, 10).Select(k => Call("market", k < 5 ? "submitBid" : "submitOffer", w => w
                .Text("mg").Long(Slot).Text($"{i}-{k}").Long(random.Next(1, 2_000)).Long(random.Next(50_000, 300_000)))),
        ]))]);
        var watch = Stopwatch.StartNew();
        var receipt = _grid.Ok("cell1/operator", Call("market", "clear", w => w.Text("mg").Long(Slot)));
        Xunit.TestContext.Current.TestOutputHelper?.WriteLine(
            $"cleared in {watch.ElapsedMilliseconds} ms, {receipt.Calls[0].GasUsed} gas");
        var result = new RecordReader(Ledger.Query(
            "cell1/operator", Call("market", "result", w => w.Text("mg").Long(Slot))).Result.ToArray()).Longs();
        Assert.Equal((5, 10_000), (result[0], result[8]));
        Assert.True(result[1] > 1_000_000, "little was traded");
    }

    [Fact]
    public void A_day_of_seventeen_homes_settles_through_the_executor()
    {
        const int HomeCount = 17;
        const int Slots = 96;
        _grid.Prepare(HomeCount);
        var random = new Random(2);
        var watch = new Stopwatch();
        for (var s = 0; s < 2 * Slots; s++)
        {
            if (s == Slots)
            {
                watch.Start();
            }

            var slot = Slot + (900 * s);
            var orders = new List<LocalTransaction> { Operate("openSlot", slot) };
            var readings = new List<LocalTransaction> { Operate("clear", slot) };
            for (var i = 0; i < HomeCount; i++)
            {
                var isBid = random.Next(2) == 0;
                orders.Add(new LocalTransaction("cell1/h" + i, Call("market", isBid ? "submitBid" : "submitOffer", w => w
                    .Text("mg").Long(slot).Text("o" + i).Long(random.Next(1, 2_000)).Long(random.Next(50_000, 300_000)))));
                readings.Add(new LocalTransaction("cell1/m" + i, Call("metering", "reading", w => w
                    .Long(slot).Text("M" + i).Long(isBid ? 500 : 0).Long(isBid ? 0 : 500))));
            }

            readings.Add(new LocalTransaction(
                "cell1/operator", Call("settlement", "settle", w => w.Text("mg").Long(slot))));
            _grid.AllOk(orders);
            _grid.AllOk(readings);
        }

        var perSlot = watch.Elapsed.TotalMilliseconds / Slots;
        Xunit.TestContext.Current.TestOutputHelper?.WriteLine(
            $"{perSlot:0.00} ms a slot, a year of 35,040 slots in {perSlot * 35.04:0} s");
        var audit = new RecordReader(Ledger.Query(
            "cell1/operator", Call("wallet", "audit", _ => { })).Result.ToArray()).Longs();
        Assert.Equal(audit[2] - audit[3], audit[1]);
        var phase = new RecordReader(Ledger.Query(
            "cell1/operator", Call("market", "phase", w => w.Text("mg").Long(Slot + (900 * 191)))).Result.ToArray()).Text();
        Assert.Equal("settled", phase);
    }

    [Fact]
    public void A_reading_that_the_meter_signed_is_brought_by_any_gateway_once()
    {
        _grid.Prepare(2);
        using var key = Ed25519KeyPair.Generate();
        _grid.Ok("cell1/m0", Call("registry", "registerMeterKey", w => w.Bytes(key.PublicKey.ToArray())));
        Ledger.Enrol("cell2/gateway", ("role", "consumer"));
        var signature = new byte[64];
        key.Sign(MeteringContract.SignedReading(Slot, "M0", 120, 0), signature);
        Assert.Equal("the signature is not that of meter M0", Brought(Slot, 121));
        Assert.Equal("the signature is not that of meter M0", Brought(Slot + 900, 120));
        Assert.Equal("", Brought(Slot, 120));
        Assert.Equal("AlreadyRead: meter M0 has a reading for slot 1704070800", Brought(Slot, 120));

        string Brought(long slot, long import) => Ledger.Submit("cell2/gateway", Call("metering", "bringReading", w => w
            .Long(slot).Text("M0").Long(import).Long(0).Bytes(signature))).Calls[0].Message;
    }
}
