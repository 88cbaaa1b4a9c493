using Ledger.Chaincode;
using Ledger.Identity;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Contracts.Tests.Harness;

/// <summary>A microgrid on the shipped package in the real executor: verified, metered, with the limits of a network.</summary>
internal sealed class ExecutorGrid
{
    public const string Operator = "cell1/operator";

    public LocalLedger Ledger { get; } = new(new LocalLedgerOptions
    {
        Verifier = Ed25519.Instance,
        Packages = [File.ReadAllBytes(typeof(Market.MarketContract).Assembly.Location)],
    });

    public static ContractCall Call(string contract, string function, Action<RecordWriter> write)
    {
        var writer = new RecordWriter();
        write(writer);
        return new ContractCall(contract, function, writer.ToArray());
    }

    /// <summary>A call of the operator about a slot.</summary>
    public static LocalTransaction Operate(string function, long slot) =>
        new(Operator, Call("market", function, w => w.Text("mg").Long(slot)));

    /// <summary>A microgrid of so many homes with meters, joined, and all that settlement needs.</summary>
    public void Prepare(int homes)
    {
        Ledger.Enrol(Operator, ("role", "operator"));
        Ledger.Enrol("cell1/bank", ("role", "bank"));
        Ok(Operator, Call("registry", "registerMicrogrid", w => w.Text("mg").Text("Large")));
        Ok(Operator, Call("registry", "setTariff", w => w.Text("mg").Long(300_000).Long(80_000).Long(0)));
        Ok(Operator, Call("settlement", "configure", w => w
            .Text("mg").Text("cell1/grid").Text(Operator).Text("single")));
        Ok("cell1/bank", Call("wallet", "setCreditLimit", w => w.Text("cell1/grid").Long(1_000_000_000_000_000)));
        var joins = new List<LocalTransaction>();
        for (var i = 0; i < homes; i++)
        {
            var id = "M" + i;
            var account = "cell1/h" + i;
            Ledger.Enrol(
                account, ("role", "prosumer"), ("assetType", "pv"), ("meterId", id), ("bus", "b" + i),
                ("microgrid", "mg"), ("capacityW", "40000"));
            Ledger.Enrol("cell1/m" + i, ("role", "meter"), ("meterId", id));
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

    /// <summary>A transaction of one call that must succeed, in a block of its own.</summary>
    public Receipt Ok(string account, ContractCall call)
    {
        var receipt = Ledger.Submit(account, call);
        Assert.Equal((ReceiptStatus.Ok, ""), (receipt.Calls[0].Status, receipt.Calls[0].Message));
        return receipt;
    }

    /// <summary>Transactions that must succeed, in blocks of at most so many.</summary>
    public void AllOk(List<LocalTransaction> transactions, int perBlock = 100)
    {
        foreach (var some in transactions.Chunk(perBlock))
        {
            foreach (var call in Ledger.SubmitBlock(some).SelectMany(r => r.Calls))
            {
                Assert.Equal((ReceiptStatus.Ok, ""), (call.Status, call.Message));
            }
        }
    }

    /// <summary>The answer of a query.</summary>
    public RecordReader Ask(string contract, string function, Action<RecordWriter> write) =>
        new(Ledger.Query(Operator, Call(contract, function, write)).Result.ToArray());
}
