using System.Diagnostics;
using Ledger.Chaincode;
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
        Packages = [File.ReadAllBytes(typeof(Market.MarketContract).Assembly.Location)],
    });

    [Fact]
    public void Ten_thousand_orders_clear_in_one_call_within_the_limits()
    {
        _ledger.Enrol("cell1/operator", ("role", "operator"));
        Ok("cell1/operator", Call("registry", "registerMicrogrid", w => w.Text("mg").Text("Large")));
        var joins = new List<LocalTransaction>();
        for (var i = 0; i < Homes; i++)
        {
            var id = "M" + i;
            _ledger.Enrol(
                "cell1/h" + i, ("role", "prosumer"), ("assetType", "pv"), ("meterId", id), ("bus", "b" + i),
                ("microgrid", "mg"), ("capacityW", "40000"));
            joins.Add(new LocalTransaction("cell1/h" + i,
            [
                Call("registry", "registerAsset", w => w
                    .Text("A" + id).Text("pv").Text("generation").Text(id).Text("b" + i).Long(40_000)),
                Call("market", "join", w => w.Text("mg")),
            ]));
        }

        AllOk(joins);
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

    private static ContractCall Call(string contract, string function, Action<RecordWriter> write)
    {
        var writer = new RecordWriter();
        write(writer);
        return new ContractCall(contract, function, writer.ToArray());
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
