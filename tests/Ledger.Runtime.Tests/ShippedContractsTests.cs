using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>The contracts that ship with the project go the same way as everyone's.</summary>
public sealed class ShippedContractsTests
{
    [Fact]
    public void They_pass_inspection_are_installed_and_run()
    {
        var assembly = TestPackages.Read("Ledger.Contracts.dll");
        var verdict = new PackageInspector().Inspect(assembly);
        Assert.Null(verdict.Flaw);
        Assert.Superset(
            new HashSet<string>(["calculator", "market", "metering", "registry", "settlement", "wallet"]),
            verdict.Contracts.Select(c => c.Name).ToHashSet());
        var ledger = TestLedger.WithContracts();
        ledger.Enrol("cell1/bank", ("role", "bank"));
        ledger.Activate("ledger", assembly);
        TestLedger.Succeed(ledger.Run(
            "cell1/bank", TestLedger.Call("wallet", "issue", w => w.Text("cell1/alice").Long(1000))));
        TestLedger.Succeed(ledger.Run(
            "cell1/alice", TestLedger.Call("wallet", "transfer", w => w.Text("cell2/bob").Long(300).Text("memo"))));
        var balance = ledger.Query("cell2/bob", "wallet", "balance", w => w.Text("cell2/bob"));
        Assert.Equal((ReceiptStatus.Ok, 300L), (balance.Status, new RecordReader(balance.Result.ToArray()).Long()));
        var refused = ledger.Run(
            "cell1/alice",
            TestLedger.Call("market", "submitOffer", w => w.Text("m").Long(0).Text("o").Long(1).Long(1)));
        Assert.Equal(ReceiptStatus.PermissionDenied, refused.Status);
        Assert.StartsWith("market.submitOffer needs ", refused.Message, StringComparison.Ordinal);
    }
}
