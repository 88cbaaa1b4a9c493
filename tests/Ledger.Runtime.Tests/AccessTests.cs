using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>Attribute-based access (L3): default deny, and messages that say what is missing.</summary>
public sealed class AccessTests
{
    private readonly TestLedger _ledger = TestLedger.WithContracts();

    public AccessTests()
    {
        _ledger.Enrol("cell1/home-04", ("role", "prosumer"), ("assetType", "load"));
        _ledger.Enrol("cell1/home-05", ("role", "prosumer"), ("assetType", "pv"), ("meterId", "m5"));
        _ledger.Enrol("cell1/shop", ("role", "consumer"), ("assetType", "battery"));
        _ledger.Enrol("cell1/operator", ("role", "operator"));
    }

    [Theory]
    [InlineData("cell1/home-05", "closed", "access.closed grants access to nobody")]
    [InlineData("cell1/admin", "closed", "access.closed grants access to nobody")]
    [InlineData("cell1/home-04", "offer", "access.offer needs assetType in (pv, battery, ev); cell1/home-04 has load")]
    [InlineData("cell1/alice", "offer", "access.offer needs assetType in (pv, battery, ev); cell1/alice has none")]
    [InlineData(
        "cell1/shop",
        "offerAsProducer",
        "access.offerAsProducer needs role in (prosumer, producer); cell1/shop has consumer")]
    [InlineData("cell1/home-04", "offerAsProducer",
        "access.offerAsProducer needs assetType in (pv, battery, ev); cell1/home-04 has load")]
    [InlineData("cell1/home-04", "metered", "access.metered needs attribute meterId; cell1/home-04 has none")]
    [InlineData("cell1/home-04", "internal", "access.internal needs a call from relay or other")]
    [InlineData(
        "cell1/home-04",
        "either",
        "access.either needs role in (operator), or a call from relay; cell1/home-04 has prosumer")]
    public void Denials_say_what_is_missing(string account, string function, string message)
    {
        var call = TestLedger.Call("access", function);
        var receipt = _ledger.Run(account, call);
        Assert.Equal((ReceiptStatus.PermissionDenied, message), (receipt.Status, receipt.Message));
        var check = _ledger.Executor.Check(_ledger.Next, _ledger.State, _ledger.Sign(account, call));
        Assert.Equal((ReceiptStatus.PermissionDenied, message), (check.Status, check.Message));
    }

    [Theory]
    [InlineData("cell1/alice", "open")]
    [InlineData("cell1/home-05", "offer")]
    [InlineData("cell1/shop", "offer")]
    [InlineData("cell1/home-05", "offerAsProducer")]
    [InlineData("cell1/home-05", "metered")]
    [InlineData("cell1/operator", "either")]
    public void Grants_let_in(string account, string function)
    {
        TestLedger.Succeed(_ledger.Run(account, TestLedger.Call("access", function)));
        Assert.Same(
            AdmissionCheck.Admitted,
            _ledger.Executor.Check(
                _ledger.Next, _ledger.State, _ledger.Sign(account, TestLedger.Call("access", function))));
    }

    [Theory]
    [InlineData("cell1/alice", "internal", ReceiptStatus.Ok)]
    [InlineData("cell1/alice", "either", ReceiptStatus.Ok)]
    [InlineData("cell1/home-05", "offer", ReceiptStatus.Ok)]
    [InlineData("cell1/alice", "offer", ReceiptStatus.PermissionDenied)]
    [InlineData("cell1/alice", "closed", ReceiptStatus.PermissionDenied)]
    public void Nested_calls_are_judged_by_signer_and_calling_contract(
        string account, string function, ReceiptStatus status)
    {
        var receipt = _ledger.Run(
            account, TestLedger.Call("relay", "call", w => w.Text("access").Text(function).Bytes([])));
        Assert.Equal(status, receipt.Status);
    }

    [Fact]
    public void Functions_over_the_ledger_itself_are_not_reached_through_a_contract()
    {
        var approve = TestLedger.Arguments(w => w.Bytes(new byte[32]));
        var receipt = _ledger.Run(
            "cell1/admin", TestLedger.Call("relay", "call", w => w.Text("lifecycle").Text("approve").Bytes(approve)));
        Assert.Equal(
            (ReceiptStatus.PermissionDenied, "lifecycle.approve can only be called by a transaction itself"),
            (receipt.Status, receipt.Message));
    }

    [Fact]
    public void The_rule_as_text_names_every_way_in()
    {
        var access = new FunctionAccess(
            false, [new AttributeRequirement("role", ["a", "b"]), new AttributeRequirement("meterId", [])],
            ["market", "wallet"]);
        Assert.Equal("role in (a, b) and attribute meterId, or a call from market or wallet", access.ToString());
        Assert.Equal("nobody", FunctionAccess.Nobody.ToString());
        Assert.Equal("any member", FunctionAccess.Member.ToString());
    }
}
