using Ledger.Chaincode;
using Ledger.Cli.Commands;
using Ledger.Cli.Output;
using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Tests;

/// <summary>Keys, results and receipts as the command line writes them.</summary>
public sealed class OutputTests
{
    [Fact]
    public void KeyPartsAreThoseOfContracts()
    {
        Assert.Equal(StateKey.Of("account").And("cell1/x").And(-5).Bytes, KeyParts.Parse(["account", "cell1/x", "long:-5"]));
        Assert.Equal("cell1/admin"u8.ToArray(), KeyParts.Parse(["raw:cell1/admin"]));
        Assert.Equal([10, 11], KeyParts.Parse(["hex:0a0B"]));
    }

    [Fact]
    public void AReceiptHasATypedResult()
    {
        var id = Digest.Of("id"u8);
        var receipt = new Receipt(id, ReceiptStatus.Ok,
        [
            new(ReceiptStatus.Ok, "", new CallArguments().Longs(1, -2).ToArray(), 3,
                [new LedgerEvent("wallet", "transferred", new byte[] { 9 })]),
        ]);
        var placed = new TransactionReceipt(receipt, new SequenceNumber(4), 0, receipt.Encode());
        var totals = new ContractFunction("totals", true, [], ContractValueType.Longs, "");
        using var text = new StringWriter();
        ReceiptView.Write(new Terminal(text, TextWriter.Null), placed, [totals]);

        var json = ReceiptView.ToJson(placed, [totals]);

        Assert.Equal("[1,-2]", json["calls"]![0]!["result"]!.ToJsonString());
        Assert.Equal("09", (string?)json["calls"]![0]!["events"]![0]!["data"]);
        Assert.Equal(id.ToString(), (string?)json["transactionId"]);
        Assert.Contains("result       1, -2", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("event        wallet.transferred 09", text.ToString(), StringComparison.Ordinal);
        Assert.Equal("0200000001000000000000" + "00feffffffffffffff", (string?)ReceiptView.ToJson(placed, null)["calls"]![0]!["result"]);
    }

    [Fact]
    public void AFailedReceiptTellsWhy()
    {
        var receipt = new Receipt(default, ReceiptStatus.PermissionDenied,
            [new(ReceiptStatus.PermissionDenied, "needs role in (bank)", default, 0, [])]);
        var placed = new TransactionReceipt(receipt, new SequenceNumber(4), 0, receipt.Encode());

        var refused = Assert.Throws<LedgerException>(() => placed.EnsureOk());

        Assert.Equal((LedgerError.PermissionDenied, "needs role in (bank)"), (refused.Code, refused.Message));
        Assert.Null(ReceiptView.ToJson(placed, null)["calls"]![0]!["result"]);
    }

    [Fact]
    public void AFaultIsOneLineWhateverItsMessage()
    {
        using var error = new StringWriter();

        var status = new Terminal(TextWriter.Null, error).Fault("two\nlines", 1);

        Assert.Equal((1, "ledger: two lines\n"), (status, error.ToString()));
    }
}
