using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>When a decided change comes into force, one at a time, and what the state then says.</summary>
public sealed class MembershipChangeTests
{
    private readonly TestLedger _ledger = TestMembers.Ledger();

    private Membership Genesis => _ledger.Options.Members;

    [Theory]
    [InlineData(1, 160)]
    [InlineData(31, 160)]
    [InlineData(32, 160)]
    [InlineData(33, 192)]
    [InlineData(1000, 1152)]
    public void A_change_comes_into_force_behind_the_first_checkpoint_a_window_away(ulong decided, ulong after)
    {
        _ledger.AdvanceTo(decided - 1);
        TestLedger.Succeed(Rotate(1, "next"));
        var schedule = _ledger.Schedule();
        Assert.Equal(after, schedule.Change!.After.Value);
        Assert.Equal(Genesis.Hash, schedule.At(new SequenceNumber(after)).Hash);
        Assert.Equal(schedule.Change.Next.Hash, schedule.At(new SequenceNumber(after + 1)).Hash);
    }

    [Fact]
    public void The_networks_own_window_and_checkpoints_count()
    {
        var options = TestLedger.DefaultOptions with { Consensus = new() { WindowSize = 6, CheckpointInterval = 3 } };
        var ledger = TestMembers.Ledger(options);
        ledger.AdvanceTo(3);
        TestLedger.Succeed(ledger.Run("cell1/admin", TestMembers.Rotate("node1", Key("next"))));
        Assert.Equal(12UL, ledger.Schedule().Change!.After.Value);
    }

    [Fact]
    public void One_change_is_decided_at_a_time()
    {
        TestLedger.Succeed(Rotate(1, "next"));
        const string Pending = "a change of the validators is decided and pending until block 160; " +
                               "the next one is decided after it";
        TestMembers.AssertRejected(Rotate(2, "other"), Pending);
        TestMembers.AssertRejected(_ledger.Run("cell3/node3", TestMembers.Rejoin(5)), Pending);
        var add = MembershipProposal.Add(_ledger.Newest(), TestMembers.Node("node9", "cell2"));
        TestLedger.Succeed(_ledger.Approve(1, add));
        TestLedger.Succeed(_ledger.Approve(2, add));
        TestMembers.AssertRejected(_ledger.Approve(3, add), Pending);
        Assert.Equal(2, Assert.Single(_ledger.Proposals()).Approvals.Count);

        // Block 160 itself belongs to the old members and to what is still pending.
        _ledger.AdvanceTo(159);
        TestMembers.AssertRejected(_ledger.Approve(3, add), Pending);
        TestLedger.Succeed(_ledger.Approve(3, add));
        Assert.Equal(161UL, _ledger.Height);
        Assert.Equal(5, _ledger.Newest().Count);
    }

    [Fact]
    public void The_second_decision_in_a_block_is_refused()
    {
        var result = _ledger.Execute(
            _ledger.Sign("cell1/admin", TestMembers.Rotate("node1", Key("a"))),
            _ledger.Sign("cell2/admin", TestMembers.Rotate("node2", Key("b"))));
        TestLedger.Succeed(result.Receipts[0]);
        Assert.Equal(ReceiptStatus.Rejected, result.Receipts[1].Status);
        Assert.Equal(Key("a"), _ledger.Newest().KeyOf(new ReplicaId(0)).ToArray());
        Assert.Equal(Genesis.KeyOf(new ReplicaId(1)).ToArray(), _ledger.Newest().KeyOf(new ReplicaId(1)).ToArray());
    }

    [Fact]
    public void Each_decision_makes_the_change_in_force_the_present()
    {
        TestLedger.Succeed(Rotate(1, "a"));
        var first = _ledger.Schedule();
        Assert.Equal((0UL, 160UL), (first.Since.Value, first.Change!.After.Value));

        _ledger.AdvanceTo(160);
        TestLedger.Succeed(Rotate(2, "b"));
        var second = _ledger.Schedule();
        Assert.Equal((160UL, 320UL), (second.Since.Value, second.Change!.After.Value));
        Assert.Equal(first.Change.Next.Hash, second.Current.Hash);

        // Long after it has come into force, and decided by organisations.
        _ledger.AdvanceTo(5_000);
        _ledger.Decide(MembershipProposal.Add(_ledger.Newest(), TestMembers.Node("node9", "cell2")));
        var third = _ledger.Schedule();
        Assert.Equal((320UL, 5152UL), (third.Since.Value, third.Change!.After.Value));
        Assert.Equal(second.Change.Next.Hash, third.Current.Hash);
        Assert.Equal(["node1", "node2", "node3", "node4", "node9"], TestMembers.Names(third.Change.Next));
        Assert.Equal(Key("a"), third.Change.Next.KeyOf(new ReplicaId(0)).ToArray());
        Assert.Equal(Key("b"), third.Change.Next.KeyOf(new ReplicaId(1)).ToArray());
    }

    [Fact]
    public void Without_a_change_the_state_says_nothing_and_the_query_says_genesis()
    {
        _ledger.Execute();
        Assert.Empty(_ledger.State.Scan("membership\0"u8.ToArray()));
        Assert.Equal(MembershipSchedule.Genesis(Genesis).Encode(), QuerySchedule());
        TestLedger.Succeed(Rotate(1, "a"));
        Assert.Equal(_ledger.State.Get(MembershipSchedule.StateKey), QuerySchedule());
    }

    [Fact]
    public void A_refused_call_leaves_nothing()
    {
        var before = _ledger.State.Copy();
        var result = _ledger.Execute(
            _ledger.Sign("cell1/admin", TestMembers.Rotate("node2", Key("a"))),
            _ledger.Sign("cell1/admin", atomic: true, TestMembers.Rotate("node1", Key("a")), TestMembers.Rejoin(1)));
        Assert.Empty(result.Writes);
        Assert.Equal(before.Entries, _ledger.State.Entries);
    }

    [Fact]
    public void No_package_takes_the_name()
    {
        var package = TestPackages.Contract(
            "[Function(ReadOnly = true), AnyMember] public int One(CallContext context) => 1;", name: "membership");
        TestMembers.AssertRejected(
            _ledger.Run("cell1/admin", TestLedger.Install("own", package)),
            "the name membership belongs to the ledger itself");
    }

    [Fact]
    public void A_contract_cannot_act_with_its_callers_rights()
    {
        var ledger = TestLedger.WithContracts();
        ledger.Enrol("cell1/node1");
        var proposal = MembershipProposal.Add(Genesis, TestMembers.Node("node9", "cell2")).Encode();
        Relayed(ledger, "cell1/admin", "approve", w => w.Bytes(proposal));
        Relayed(ledger, "cell1/admin", "rotate", w => w.Text("node1").Bytes(Key("a")));
        Relayed(ledger, "cell1/node1", "rejoin", w => w.Long(5));
        Assert.Null(ledger.State.Get(MembershipSchedule.StateKey));
    }

    [Theory]
    [InlineData("membership\0schedule\0", "the state's record of the validators is well formed")]
    [InlineData("membership\0solo\0", "the state's record of solo decisions is well formed")]
    [InlineData("membership\0proposal\0x\0", "the state's record of an open proposal is well formed")]
    public void A_state_that_no_execution_made_stops_the_node(string key, string rule)
    {
        _ledger.State.Set(System.Text.Encoding.UTF8.GetBytes(key), [9]);
        var proposal = MembershipProposal.Add(Genesis, TestMembers.Node("node9", "cell2"));
        var thrown = Assert.Throws<RuntimeInvariantException>(() => _ledger.Execute(
            _ledger.Sign("cell1/admin", TestMembers.Approve(proposal.Encode())),
            _ledger.Sign("cell1/node1", TestMembers.Rejoin(1))));
        Assert.Equal(rule, thrown.Message);
    }

    [Fact]
    public void Options_hold_members_of_the_organisations_and_sound_parameters()
    {
        var options = TestLedger.DefaultOptions;
        options.Validate();
        Assert.Throws<ArgumentException>(() => (options with { Members = TestMembers.Of(5) }).Validate());
        Assert.Throws<ArgumentException>(
            () => (options with { Consensus = new() { CheckpointInterval = 0 } }).Validate());
    }

    private static byte[] Key(string name) => new FakeSigner(name).PublicKey.ToArray();

    private Receipt Rotate(int node, string key) =>
        _ledger.Run($"cell{node}/admin", TestMembers.Rotate($"node{node}", Key(key)));

    private byte[] QuerySchedule()
    {
        var answer = _ledger.Query("cell1/node1", "membership", "schedule");
        Assert.Equal(ReceiptStatus.Ok, answer.Status);
        return new RecordReader(answer.Result.ToArray()).Bytes();
    }

    private static void Relayed(TestLedger ledger, string account, string function, Action<RecordWriter> arguments) =>
        TestMembers.AssertDenied(
            ledger.Run(account, TestLedger.Call(
                "relay", "call",
                w => w.Text("membership").Text(function).Bytes(TestLedger.Arguments(arguments)))),
            $"membership.{function} can only be called by a transaction itself");
}
