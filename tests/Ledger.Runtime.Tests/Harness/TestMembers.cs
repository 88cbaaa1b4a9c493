using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>Validators whose accounts sign with the keys that they vote with, and calls that change them.</summary>
internal static class TestMembers
{
    /// <summary>A validator in each organisation: node1 of cell1 and so on.</summary>
    public static Membership Of(int count) => new([.. Enumerable.Range(1, count).Select(i => Node(i))]);

    public static Validator Node(int index) => Node($"node{index}", $"cell{index}");

    public static Validator Node(string name, string organisation) =>
        new(name, organisation, new FakeSigner($"{organisation}/{name}").PublicKey);

    public static ExecutorOptions Options(int organisations, int validators) => new()
    {
        Organisations = [.. Enumerable.Range(1, organisations).Select(i => $"cell{i}")],
        Members = Of(validators),
    };

    /// <summary>A ledger with an administrator of every organisation and an account of every validator.</summary>
    public static TestLedger Ledger(ExecutorOptions? options = null)
    {
        var ledger = new TestLedger(options);
        foreach (var organisation in ledger.Options.Organisations)
        {
            ledger.Enrol($"{organisation}/admin", ("role", "admin"));
        }

        foreach (var validator in ledger.Options.Members.Validators)
        {
            ledger.Enrol($"{validator.Organisation}/{validator.Name}");
        }

        return ledger;
    }

    public static MembershipSchedule Schedule(this TestLedger ledger) =>
        MembershipSchedule.Read(ledger.State, ledger.Options.Members);

    /// <summary>The members that the last decision names.</summary>
    public static Membership Newest(this TestLedger ledger) =>
        ledger.Schedule().Change?.Next ?? ledger.Schedule().Current;

    public static IReadOnlyList<OpenMembershipProposal> Proposals(this TestLedger ledger)
    {
        var answer = ledger.Query("cell1/admin", "membership", "proposals");
        Assert.Equal(ReceiptStatus.Ok, answer.Status);
        var open = OpenMembershipProposal.TryDecodeList(new RecordReader(answer.Result.ToArray()).Bytes());
        Assert.NotNull(open);
        return open;
    }

    public static Receipt Approve(this TestLedger ledger, int organisation, MembershipProposal proposal) =>
        ledger.Run($"cell{organisation}/admin", Approve(proposal.Encode()));

    /// <summary>Has the first three organisations agree, which decides a proposal among four.</summary>
    public static Receipt Decide(this TestLedger ledger, MembershipProposal proposal)
    {
        TestLedger.Succeed(ledger.Approve(1, proposal));
        TestLedger.Succeed(ledger.Approve(2, proposal));
        var receipt = ledger.Approve(3, proposal);
        TestLedger.Succeed(receipt);
        return receipt;
    }

    public static ContractCall Approve(byte[] proposal) =>
        TestLedger.Call("membership", "approve", w => w.Bytes(proposal));

    public static ContractCall Rotate(string validator, byte[] key) =>
        TestLedger.Call("membership", "rotate", w => w.Text(validator).Bytes(key));

    public static ContractCall Rejoin(long incarnation) =>
        TestLedger.Call("membership", "rejoin", w => w.Long(incarnation));

    public static string[] Names(Membership members) => [.. members.Validators.Select(v => v.Name)];

    public static void AssertRejected(Receipt receipt, string message) =>
        Assert.Equal((ReceiptStatus.Rejected, message), (receipt.Status, receipt.Message));

    public static void AssertDenied(Receipt receipt, string message) =>
        Assert.Equal((ReceiptStatus.PermissionDenied, message), (receipt.Status, receipt.Message));
}
