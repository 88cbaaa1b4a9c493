using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>Upgrades that carry the state over, stated heights, the way back, and the end of a contract (L7).</summary>
public sealed class LifecycleUpgradeTests
{
    private const string Write =
        "[Function, AnyMember] public void Write(CallContext context, long value) => " +
        "context.State.Put(StateKey.Of(\"v\"), new RecordWriter().Long(value).ToArray());";

    private const string Read =
        "[Function(ReadOnly = true), AnyMember] public long Read(CallContext context) => " +
        "new RecordReader(context.State.Get(StateKey.Of(\"v\"))).Long();";

    // Later versions hold tenths.
    private const string TimesTen =
        "[Migration] public void Migrate(CallContext context) { " +
        "var value = new RecordReader(context.State.Get(StateKey.Of(\"v\"))).Long(); " +
        "context.Require(value < 1000, \"the value is too large to carry over\"); " +
        "context.Emit(\"migrated\", []); " +
        "context.State.Put(StateKey.Of(\"v\"), new RecordWriter().Long(value * 10).ToArray()); }";

    private static readonly byte[] First = TestPackages.Contract(Write + Read);
    private static readonly byte[] Second = TestPackages.Contract(Write + Read + TimesTen);

    private readonly TestLedger _ledger = TestLedger.WithContracts();

    [Fact]
    public void A_migration_runs_once_with_the_approval_that_agrees()
    {
        _ledger.Activate("sample", First);
        TestLedger.Succeed(WriteValue(7));
        Agree(Second);
        var result = _ledger.Execute(
            _ledger.Sign("cell1/alice", TestLedger.Call("sample", "write", w => w.Long(8))),
            _ledger.Sign("cell3/admin", TestLedger.Approve(Digest.Of(Second))),
            _ledger.Sign("cell1/alice", TestLedger.Call("sample", "write", w => w.Long(9))));
        TestLedger.Succeed(result.Receipts[0]);
        TestLedger.Succeed(result.Receipts[1]);
        Assert.Equal(
            ["approved", "agreed", "migrated", "activated"], result.Receipts[1].Calls[0].Events.Select(e => e.Name));
        Assert.Equal("sample", result.Receipts[1].Calls[0].Events[2].Contract);

        // The old code must not meet the new state, and the new code begins with the next block.
        Assert.Equal(
            (ReceiptStatus.Rejected, "contract sample is being upgraded in this block; the next one has it again"),
            (result.Receipts[2].Status, result.Receipts[2].Calls[0].Message));
        Assert.Equal(80, Value());
        Assert.Equal(
            ReceiptStatus.NotFound,
            _ledger.Run("cell1/admin", TestLedger.Call("sample", "migrate")).Status);
    }

    [Fact]
    public void A_migration_that_rejects_leaves_the_version_before()
    {
        _ledger.Activate("sample", First);
        TestLedger.Succeed(WriteValue(1000));
        Agree(Second);
        var approval = TestLedger.Approve(Digest.Of(Second));
        AssertRejected(_ledger.Run("cell3/admin", approval), "the value is too large to carry over");
        Assert.Equal(1000, Value());
        TestLedger.Succeed(WriteValue(5));
        TestLedger.Succeed(_ledger.Run("cell3/admin", approval));
        Assert.Equal(50, Value());
    }

    [Fact]
    public void The_age_of_a_history_is_that_of_the_package_in_force()
    {
        var kept = TestPackages.Contract(Write + Read, attributes: "[HistoryAge(7)]");
        _ledger.Activate("other", TestPackages.Contract(Write, name: "other"));
        Assert.Empty(HistoryAge.Read(_ledger.State, _ledger.Height));
        _ledger.Activate("sample", kept);
        Assert.Empty(HistoryAge.Read(_ledger.State, _ledger.Height));
        var age = Assert.Single(HistoryAge.Read(_ledger.State, _ledger.Height + 1));
        Assert.Equal(("sample", 7), (age.Contract, age.Days));
        Assert.Equal("sample\0"u8.ToArray(), age.KeyPrefix());
        _ledger.Activate("sample", First);
        Assert.Single(HistoryAge.Read(_ledger.State, _ledger.Height));
        Assert.Empty(HistoryAge.Read(_ledger.State, _ledger.Height + 1));
    }

    [Fact]
    public void The_first_package_of_a_name_migrates_nothing()
    {
        _ledger.Activate("sample", Second);
        TestLedger.Succeed(WriteValue(7));
        Assert.Equal(7, Value());
    }

    [Fact]
    public void A_package_without_a_migration_begins_at_the_stated_height_by_itself()
    {
        var wanted = _ledger.Height + 6;
        TestLedger.Succeed(_ledger.Run("cell1/admin", TestLedger.Install("sample", First, (long)wanted)));
        TestLedger.Succeed(_ledger.Run("cell2/admin", TestLedger.Approve(Digest.Of(First))));
        TestLedger.Succeed(_ledger.Run("cell3/admin", TestLedger.Approve(Digest.Of(First))));
        Assert.Equal(ReceiptStatus.NotFound, WriteValue(1).Status);
        _ledger.AdvanceTo(wanted - 2);
        Assert.Equal(ReceiptStatus.NotFound, WriteValue(1).Status);
        Assert.Equal(wanted, _ledger.Height + 1);
        TestLedger.Succeed(WriteValue(1));
    }

    [Fact]
    public void A_package_with_a_migration_and_a_stated_height_is_activated_by_a_call()
    {
        _ledger.Activate("sample", First);
        TestLedger.Succeed(WriteValue(7));
        var wanted = _ledger.Height + 10;
        var activate = TestLedger.Call("lifecycle", "activate", w => w.Bytes(Digest.Of(Second).ToArray()));
        TestLedger.Succeed(_ledger.Run("cell1/admin", TestLedger.Install("sample", Second, (long)wanted)));
        AssertRejected(_ledger.Run("cell1/admin", activate), "too few organisations have approved the package");
        TestLedger.Succeed(_ledger.Run("cell2/admin", TestLedger.Approve(Digest.Of(Second))));
        TestLedger.Succeed(_ledger.Run("cell3/admin", TestLedger.Approve(Digest.Of(Second))));
        AssertRejected(
            _ledger.Run("cell4/admin", TestLedger.Approve(Digest.Of(Second))),
            "the package is agreed already; it waits to be activated");
        AssertRejected(
            _ledger.Run("cell1/admin", activate),
            $"the package is to begin with block {wanted}; activate it in the block before or later");
        Assert.Equal(7, Value());
        _ledger.AdvanceTo(wanted - 2);
        TestLedger.Succeed(_ledger.Run("cell4/admin", activate));
        Assert.Equal(70, Value());
        AssertRejected(_ledger.Run("cell4/admin", activate), "the package was activated already");
    }

    [Fact]
    public void A_stated_height_lies_ahead()
    {
        AssertRejected(
            _ledger.Run("cell1/admin", TestLedger.Install("sample", First, (long)_ledger.Height + 1)),
            "an activation height is 0 or the height of a block to come");
        AssertRejected(
            _ledger.Run("cell1/admin", TestLedger.Install("sample", First, -1)),
            "an activation height is 0 or the height of a block to come");
    }

    [Fact]
    public void A_rollback_takes_approvals_and_migrates_nothing()
    {
        _ledger.Activate("sample", First);
        TestLedger.Succeed(WriteValue(7));
        AssertRejected(RollBack("cell1/admin", First), "the package is active already");
        _ledger.Activate("sample", Second);
        Assert.Equal(70, Value());
        TestLedger.Succeed(RollBack("cell1/admin", First));
        AssertRejected(RollBack("cell1/admin", First), "cell1 approved the package already");
        TestLedger.Succeed(RollBack("cell2/admin", First));
        TestLedger.Succeed(RollBack("cell3/admin", First));
        Assert.Equal(70, Value());
        TestLedger.Succeed(RollBack("cell1/admin", Second));
        TestLedger.Succeed(RollBack("cell2/admin", Second));
        TestLedger.Succeed(RollBack("cell3/admin", Second));
        Assert.Equal(70, Value());
        var third = TestPackages.Contract(Write);
        TestLedger.Succeed(_ledger.Run("cell1/admin", TestLedger.Install("third", third)));
        AssertRejected(RollBack("cell2/admin", third), "the package was never active; approve it instead");
    }

    [Fact]
    public void A_retired_contract_is_gone_and_its_state_is_there_when_it_comes_back()
    {
        _ledger.Activate("sample", First);
        TestLedger.Succeed(WriteValue(7));
        var retire = TestLedger.Call("lifecycle", "retire", w => w.Text("sample"));
        TestLedger.Succeed(_ledger.Run("cell1/admin", retire));
        AssertRejected(_ledger.Run("cell1/admin", retire), "cell1 approved the retirement of sample already");
        TestLedger.Succeed(_ledger.Run("cell2/admin", retire));
        TestLedger.Succeed(WriteValue(8));
        TestLedger.Succeed(_ledger.Run("cell3/admin", retire));
        var gone = WriteValue(9);
        Assert.Equal(
            (ReceiptStatus.NotFound, $"contract sample was retired with block {_ledger.Height}"),
            (gone.Status, gone.Calls[0].Message));
        AssertRejected(_ledger.Run("cell1/admin", retire), "there is no contract sample to retire");
        TestLedger.Succeed(RollBack("cell1/admin", First));
        TestLedger.Succeed(RollBack("cell2/admin", First));
        TestLedger.Succeed(RollBack("cell3/admin", First));
        Assert.Equal(8, Value());
        Assert.Equal(
            [(1, Digest.Of(First), 3), (3, Digest.Zero, 3), (2, Digest.Of(First), 3)], Decisions("sample"));
    }

    [Fact]
    public void The_policy_changes_by_the_policy()
    {
        Assert.Equal("majority", Policy());
        AssertRejected(ChangePolicy("cell1/admin", "at-least 5"), "there are only 4 member organisations");
        AssertRejected(
            ChangePolicy("cell1/admin", "at-least 02"), "a policy is majority, all, or at-least and a number");
        AssertRejected(ChangePolicy("cell1/admin", "majority"), "the policy is majority already");
        TestLedger.Succeed(ChangePolicy("cell1/admin", "all"));
        TestLedger.Succeed(ChangePolicy("cell1/admin", "at-least 1"));
        TestLedger.Succeed(ChangePolicy("cell2/admin", "at-least 1"));
        TestLedger.Succeed(ChangePolicy("cell2/admin", "all"));
        AssertRejected(ChangePolicy("cell2/admin", "all"), "cell2 approved the policy all already");
        TestLedger.Succeed(ChangePolicy("cell3/admin", "all"));
        Assert.Equal("all", Policy());

        // What was approved before has fallen: one more approval is not the last of four.
        TestLedger.Succeed(ChangePolicy("cell3/admin", "at-least 1"));
        Assert.Equal("all", Policy());
        _ledger.Activate("sample", First);
        Assert.Equal(ReceiptStatus.NotFound, WriteValue(1).Status);
        TestLedger.Succeed(_ledger.Run("cell4/admin", TestLedger.Approve(Digest.Of(First))));
        TestLedger.Succeed(WriteValue(1));
    }

    [Fact]
    public void A_package_that_genesis_names_needs_one_installation()
    {
        var options = TestLedger.DefaultOptions with { GenesisPackages = [Digest.Of(First)] };
        var ledger = TestLedger.WithContracts(options);
        TestLedger.Succeed(ledger.Run("cell3/admin", TestLedger.Install("sample", First)));
        TestLedger.Succeed(ledger.Run("cell1/alice", TestLedger.Call("sample", "write", w => w.Long(1))));
        TestLedger.Succeed(ledger.Run("cell3/admin", TestLedger.Install("sample", Second)));
        TestLedger.Succeed(ledger.Run("cell2/admin", TestLedger.Approve(Digest.Of(Second))));
        TestLedger.Succeed(ledger.Run("cell1/admin", TestLedger.Approve(Digest.Of(Second))));

        // The way back is no matter of genesis.
        TestLedger.Succeed(ledger.Run("cell3/admin", TestLedger.Install("sample", First)));
        var value = ledger.Query("cell1/alice", "sample", "read");
        Assert.Equal(10, new RecordReader(value.Result.ToArray()).Long());
        TestLedger.Succeed(ledger.Run("cell1/alice", TestLedger.Call("sample", "write", w => w.Long(2))));
        Assert.Equal(
            [(1, Digest.Of(First), 1), (1, Digest.Of(Second), 3)], Decisions("sample", ledger));
    }

    [Theory]
    [InlineData("[Migration] public void A(CallContext c) { } [Migration] public void B(CallContext c) { }", "two migrations")]
    [InlineData("[Migration] public void A(CallContext c, long n) { }", "takes a CallContext and returns nothing")]
    [InlineData("[Migration] public long A(CallContext c) => 1;", "takes a CallContext and returns nothing")]
    [InlineData("[Migration] private void A(CallContext c) { }", "public instance method")]
    [InlineData("[Migration] public void A(CallContext c) { } public void A(long n) { }", "of that name only")]
    [InlineData("[Migration, Function, AnyMember] public void A(CallContext c) { }", "is a function too")]
    public void A_migration_of_another_shape_is_refused(string members, string reason)
    {
        var receipt = _ledger.Run("cell1/admin", TestLedger.Install("x", TestPackages.Contract(Read + members)));
        Assert.Equal(ReceiptStatus.Rejected, receipt.Status);
        Assert.Contains(reason, receipt.Calls[0].Message, StringComparison.Ordinal);
    }

    private static void AssertRejected(Receipt receipt, string message) =>
        Assert.Equal((ReceiptStatus.Rejected, message), (receipt.Status, receipt.Calls[0].Message));

    private void Agree(byte[] package)
    {
        TestLedger.Succeed(_ledger.Run("cell1/admin", TestLedger.Install("sample", package)));
        TestLedger.Succeed(_ledger.Run("cell2/admin", TestLedger.Approve(Digest.Of(package))));
    }

    private Receipt WriteValue(long value) =>
        _ledger.Run("cell1/alice", TestLedger.Call("sample", "write", w => w.Long(value)));

    private long Value()
    {
        var answer = _ledger.Query("cell1/alice", "sample", "read");
        Assert.Equal(ReceiptStatus.Ok, answer.Status);
        return new RecordReader(answer.Result.ToArray()).Long();
    }

    private Receipt RollBack(string account, byte[] package) =>
        _ledger.Run(account, TestLedger.Call("lifecycle", "rollback", w => w.Bytes(Digest.Of(package).ToArray())));

    private Receipt ChangePolicy(string account, string policy) =>
        _ledger.Run(account, TestLedger.Call("lifecycle", "changePolicy", w => w.Text(policy)));

    private string Policy() =>
        new RecordReader(_ledger.Query("cell1/alice", "lifecycle", "policy").Result.ToArray()).Text();

    private (int Kind, Digest Package, int Approvals)[] Decisions(string contract) => Decisions(contract, _ledger);

    private static (int Kind, Digest Package, int Approvals)[] Decisions(string contract, TestLedger ledger)
    {
        var answer = ledger.Query("cell1/alice", "lifecycle", "decisions", w => w.Text(contract));
        var reader = new CanonicalReader(new RecordReader(answer.Result.ToArray()).Bytes());
        var decisions = new (int, Digest, int)[reader.Count(1)];
        for (var i = 0; i < decisions.Length; i++)
        {
            var decision = new CanonicalReader(reader.Bytes());
            Assert.Equal(1, decision.U8());
            var kind = decision.U8();
            var package = decision.Digest();
            Assert.True(decision.U64() < decision.U64());
            decisions[i] = (kind, package, OrganisationApproval.DecodeList(ref decision).Length);
            Assert.True(decision.IsComplete);
        }

        Assert.True(reader.IsComplete);
        return decisions;
    }
}
