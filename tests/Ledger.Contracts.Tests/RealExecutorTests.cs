using System.Diagnostics;
using Ledger.Chaincode;
using Ledger.Contracts.Metering;
using Ledger.Identity;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Contracts.Tests;

/// <summary>The contracts in the real executor: verified, metered, with the limits of a network.</summary>
public sealed class RealExecutorTests
{
    private const long Slot = 1_704_070_800;
    private const int Homes = 1_000;

    private readonly LocalLedger _ledger = new(new LocalLedgerOptions
    {
        Verifier = Ed25519.Instance,
        Packages = [File.ReadAllBytes(typeof(Market.MarketContract).Assembly.Location)],
    });

    [Fact]
    public void Ten_thousand_orders_clear_in_one_call_within_the_limits()
    {
        Prepare(Homes);
        Ok("cell1/operator", Call("market", "openSlot", w => w.Text("mg").Long(Slot)));
        var random = new Random(1);
        AllOk([.. Enumerable.Range(0, Homes).Select(i => new LocalTransaction("cell1/h" + i,
        [
            .. Enumerable.Range(0, 10).Select(k => Call("market", k < 5 ? "submitBid" : "submitOffer", w => w
                .Text("mg").Long(Slot).Text($"{i}-{k}").Long(random.Next(1, 2_000)).Long(random.Next(50_000, 300_000)))),
        ]))]);
        var watch = Stopwatch.StartNew();
        var receipt = Ok("cell1/operator", Call("market", "clear", w => w.Text("mg").Long(Slot)));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"cleared in {watch.ElapsedMilliseconds} ms, {receipt.Calls[0].GasUsed} gas");
        var result = new RecordReader(_ledger.Query(
            "cell1/operator", Call("market", "result", w => w.Text("mg").Long(Slot))).Result.ToArray()).Longs();
        Assert.Equal((5, 10_000), (result[0], result[8]));
        Assert.True(result[1] > 1_000_000, "little was traded");
    }

    [Fact]
    public void A_day_of_seventeen_homes_settles_through_the_executor()
    {
        const int HomeCount = 17;
        const int Slots = 96;
        Prepare(HomeCount);
        var random = new Random(2);
        var watch = new Stopwatch();
        for (var s = 0; s < 2 * Slots; s++)
        {
            if (s == Slots)
            {
                watch.Start();
            }

            var slot = Slot + (900 * s);
            var orders = new List<LocalTransaction> { Operator("openSlot", slot) };
            var readings = new List<LocalTransaction> { Operator("clear", slot) };
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
            AllOk(orders);
            AllOk(readings);
        }

        var perSlot = watch.Elapsed.TotalMilliseconds / Slots;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{perSlot:0.00} ms a slot, a year of 35,040 slots in {perSlot * 35.04:0} s");
        var audit = new RecordReader(_ledger.Query(
            "cell1/operator", Call("wallet", "audit", _ => { })).Result.ToArray()).Longs();
        Assert.Equal(audit[2] - audit[3], audit[1]);
        var phase = new RecordReader(_ledger.Query(
            "cell1/operator", Call("market", "phase", w => w.Text("mg").Long(Slot + (900 * 191)))).Result.ToArray()).Text();
        Assert.Equal("settled", phase);
    }

    [Fact]
    public void A_reading_that_the_meter_signed_is_brought_by_any_gateway_once()
    {
        Prepare(2);
        using var key = Ed25519KeyPair.Generate();
        Ok("cell1/m0", Call("registry", "registerMeterKey", w => w.Bytes(key.PublicKey.ToArray())));
        _ledger.Enrol("cell2/gateway", ("role", "consumer"));
        var signature = new byte[64];
        key.Sign(MeteringContract.SignedReading(Slot, "M0", 120, 0), signature);
        Assert.Equal("the signature is not that of meter M0", Brought(Slot, 121));
        Assert.Equal("the signature is not that of meter M0", Brought(Slot + 900, 120));
        Assert.Equal("", Brought(Slot, 120));
        Assert.Equal("AlreadyRead: meter M0 has a reading for slot 1704070800", Brought(Slot, 120));

        string Brought(long slot, long import) => _ledger.Submit("cell2/gateway", Call("metering", "bringReading", w => w
            .Long(slot).Text("M0").Long(import).Long(0).Bytes(signature))).Calls[0].Message;
    }

    private static LocalTransaction Operator(string function, long slot) =>
        new("cell1/operator", Call("market", function, w => w.Text("mg").Long(slot)));

    private static ContractCall Call(string contract, string function, Action<RecordWriter> write)
    {
        var writer = new RecordWriter();
        write(writer);
        return new ContractCall(contract, function, writer.ToArray());
    }

    /// <summary>A microgrid of so many homes with meters, joined, and all that settlement needs.</summary>
    private void Prepare(int homes)
    {
        _ledger.Enrol("cell1/operator", ("role", "operator"));
        _ledger.Enrol("cell1/bank", ("role", "bank"));
        Ok("cell1/operator", Call("registry", "registerMicrogrid", w => w.Text("mg").Text("Large")));
        Ok("cell1/operator", Call("registry", "setTariff", w => w.Text("mg").Long(300_000).Long(80_000).Long(0)));
        Ok("cell1/operator", Call("settlement", "configure", w => w
            .Text("mg").Text("cell1/grid").Text("cell1/operator").Text("single")));
        Ok("cell1/bank", Call("wallet", "setCreditLimit", w => w.Text("cell1/grid").Long(1_000_000_000_000_000)));
        var joins = new List<LocalTransaction>();
        for (var i = 0; i < homes; i++)
        {
            var id = "M" + i;
            var account = "cell1/h" + i;
            _ledger.Enrol(
                account, ("role", "prosumer"), ("assetType", "pv"), ("meterId", id), ("bus", "b" + i),
                ("microgrid", "mg"), ("capacityW", "40000"));
            _ledger.Enrol("cell1/m" + i, ("role", "meter"), ("meterId", id));
            joins.Add(new LocalTransaction(account,
            [
                Call("registry", "registerAsset", w => w
                    .Text("A" + id).Text("pv").Text("generation").Text(id).Text("b" + id[1..]).Long(40_000)),
                Call("market", "join", w => w.Text("mg")),
            ]));
            joins.Add(new LocalTransaction("cell1/m" + i, Call("registry", "registerMeter", _ => { })));
            joins.Add(new LocalTransaction("cell1/bank", Call("wallet", "issue", w => w
                .Text(account).Long(1_000_000_000_000))));
        }

        AllOk(joins);
    }

    private Receipt Ok(string account, ContractCall call)
    {
        var receipt = _ledger.Submit(account, call);
        Assert.Equal((ReceiptStatus.Ok, ""), (receipt.Calls[0].Status, receipt.Calls[0].Message));
        return receipt;
    }

    private void AllOk(List<LocalTransaction> transactions)
    {
        foreach (var some in transactions.Chunk(100))
        {
            foreach (var call in _ledger.SubmitBlock(some).SelectMany(r => r.Calls))
            {
                Assert.Equal((ReceiptStatus.Ok, ""), (call.Status, call.Message));
            }
        }
    }
}
