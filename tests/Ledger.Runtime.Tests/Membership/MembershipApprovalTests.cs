using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary><c>membership.approve</c>: who agrees, how many it takes, what falls, and what stays open.</summary>
public sealed class MembershipApprovalTests
{
    private static readonly Validator New = TestMembers.Node("node9", "cell2");

    private readonly TestLedger _ledger = TestMembers.Ledger();

    private Membership Genesis => _ledger.Options.Members;

    [Fact]
    public void More_than_half_of_the_organisations_decide()
    {
        var add = MembershipProposal.Add(Genesis, New);
        var first = _ledger.Approve(1, add);
        TestLedger.Succeed(first);
        Assert.Equal(["proposed", "approved"], first.Calls[0].Events.Select(e => e.Name));
        TestLedger.Succeed(_ledger.Approve(2, add));
        Assert.Equal(2, Assert.Single(_ledger.Proposals()).Approvals.Count);
        Assert.Null(_ledger.State.Get(MembershipSchedule.StateKey));
        var third = _ledger.Approve(3, add);
        TestLedger.Succeed(third);
        Assert.Equal(["approved", "scheduled"], third.Calls[0].Events.Select(e => e.Name));
        var schedule = _ledger.Schedule();
        Assert.Equal((default, Genesis.Hash), (schedule.Since, schedule.Current.Hash));
        Assert.Equal(["node1", "node2", "node3", "node4", "node9"], TestMembers.Names(schedule.Change!.Next));
        Assert.Empty(_ledger.Proposals());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(5, 3)]
    [InlineData(6, 4)]
    public void The_majority_counts_all_member_organisations(int organisations, int needed)
    {
        // Four validators of one organisation, so that it is the organisations that count and not the validators.
        var options = TestMembers.Options(organisations, 4) with
        {
            Members = new([.. Enumerable.Range(1, 4).Select(i => TestMembers.Node($"node{i}", "cell1"))]),
        };
        var ledger = TestMembers.Ledger(options);
        var add = MembershipProposal.Add(options.Members, TestMembers.Node("node9", "cell1"));
        for (var i = 1; i <= needed; i++)
        {
            Assert.Null(ledger.Schedule().Change);
            TestLedger.Succeed(ledger.Approve(i, add));
        }

        Assert.Equal(5, ledger.Schedule().Change!.Next.Count);
    }

    [Fact]
    public void Events_name_the_proposal_and_the_change()
    {
        var add = MembershipProposal.Add(Genesis, New);
        foreach (var e in _ledger.Approve(4, add).Calls[0].Events)
        {
            var data = new RecordReader(e.Data.ToArray());
            Assert.Equal(("membership", add.Hash), (e.Contract, new Digest(data.Bytes())));
            Assert.Equal("cell4", data.Text());
            data.End();
        }

        TestLedger.Succeed(_ledger.Approve(2, add));
        var scheduled = new RecordReader(_ledger.Approve(3, add).Calls[0].Events[^1].Data.ToArray());
        var change = _ledger.Schedule().Change!;
        Assert.Equal((long)change.After.Value, scheduled.Long());
        Assert.Equal(change.Next.Hash, new Digest(scheduled.Bytes()));
        scheduled.End();
    }

    [Fact]
    public void Only_administrators_of_member_organisations_approve()
    {
        var bytes = MembershipProposal.Add(Genesis, New).Encode();
        TestMembers.AssertDenied(
            _ledger.Run("cell1/node1", TestMembers.Approve(bytes)),
            "membership.approve needs role in (admin); cell1/node1 has none");
        _ledger.Enrol("foreign/admin", ("role", "admin"));
        TestMembers.AssertDenied(
            _ledger.Run("foreign/admin", TestMembers.Approve(bytes)), "foreign is not a member organisation");
        Assert.Empty(_ledger.Proposals());
    }

    [Fact]
    public void An_organisation_approves_once_whoever_signs()
    {
        var add = MembershipProposal.Add(Genesis, New);
        TestLedger.Succeed(_ledger.Approve(1, add));
        _ledger.Enrol("cell1/other", ("role", "admin"));
        TestMembers.AssertRejected(_ledger.Approve(1, add), "cell1 approved the proposal already");
        TestMembers.AssertRejected(
            _ledger.Run("cell1/other", TestMembers.Approve(add.Encode())), "cell1 approved the proposal already");
        Assert.Equal("cell1/admin", Assert.Single(Assert.Single(_ledger.Proposals()).Approvals).Account);
    }

    [Fact]
    public void What_is_no_proposal_or_does_not_fit_is_refused()
    {
        TestMembers.AssertRejected(
            _ledger.Run("cell1/admin", TestMembers.Approve([1, 2, 3])),
            "these bytes are not a proposal to change the validators");
        TestMembers.AssertRejected(
            _ledger.Run("cell1/admin", TestMembers.Approve([.. MembershipProposal.Add(Genesis, New).Encode(), 0])),
            "these bytes are not a proposal to change the validators");
        TestMembers.AssertRejected(
            _ledger.Approve(1, MembershipProposal.Add(Genesis, New with { Organisation = "cell5" })),
            "cell5 of node9 is not a member organisation");
        TestMembers.AssertRejected(
            _ledger.Approve(1, MembershipProposal.Replace(Genesis, "node1", New with { Organisation = "cell5" })),
            "cell5 of node9 is not a member organisation");
        TestMembers.AssertRejected(
            _ledger.Approve(1, MembershipProposal.Add(Genesis, New with { Name = "node4" })),
            "node4 repeats a name or a key");
        TestMembers.AssertRejected(
            _ledger.Approve(1, MembershipProposal.Remove(Genesis, "node4")), "a network has 4 to 64 validators, not 3");
        TestMembers.AssertRejected(
            _ledger.Approve(1, MembershipProposal.Remove(Genesis, "node5")), "no validator is named node5");
        var others = TestMembers.Of(7);
        TestMembers.AssertRejected(
            _ledger.Approve(1, MembershipProposal.Remove(others, "node4")),
            $"the proposal starts from members {others.Hash.ToShortString()}, the newest are " +
            Genesis.Hash.ToShortString());
        Assert.Empty(_ledger.Proposals());
    }

    [Fact]
    public void Arguments_of_another_shape_are_no_call()
    {
        var receipt = _ledger.Run("cell1/admin", TestLedger.Call("membership", "approve", w => w.Long(1)));
        Assert.Equal(
            (ReceiptStatus.InvalidArgument, "the arguments are not those of membership.approve(byte[] proposal)"),
            (receipt.Status, receipt.Message));
        var rest = _ledger.Run(
            "cell1/admin", TestLedger.Call("membership", "rotate", w => w.Text("a").Bytes([]).Int(1)));
        Assert.Equal(ReceiptStatus.InvalidArgument, rest.Status);
        rest = _ledger.Run("cell1/node1", TestLedger.Call("membership", "rejoin", w => w.Int(1)));
        Assert.Equal(ReceiptStatus.InvalidArgument, rest.Status);
        foreach (var function in (string[])["schedule", "proposals"])
        {
            rest = _ledger.Run("cell1/node1", TestLedger.Call("membership", function, w => w.Int(1)));
            Assert.Equal(ReceiptStatus.InvalidArgument, rest.Status);
        }
    }

    [Fact]
    public void A_network_of_64_takes_no_more()
    {
        var options = TestMembers.Options(64, 64);
        var ledger = TestMembers.Ledger(options);
        var other = TestMembers.Node("other", "cell2");
        TestMembers.AssertRejected(
            ledger.Approve(1, MembershipProposal.Add(options.Members, other)),
            "a network has 4 to 64 validators, not 65");
        TestLedger.Succeed(ledger.Approve(1, MembershipProposal.Replace(options.Members, "node1", other)));
    }

    [Fact]
    public void Other_open_proposals_fall_with_a_decision()
    {
        var add = MembershipProposal.Add(Genesis, New);
        var other = MembershipProposal.Replace(Genesis, "node1", New);
        TestLedger.Succeed(_ledger.Approve(1, other));
        TestLedger.Succeed(_ledger.Approve(2, other));
        _ledger.Decide(add);
        Assert.Empty(_ledger.Proposals());
        TestMembers.AssertRejected(
            _ledger.Approve(3, other),
            $"the proposal starts from members {Genesis.Hash.ToShortString()}, the newest are " +
            _ledger.Newest().Hash.ToShortString());
    }

    [Fact]
    public void A_rotation_makes_open_proposals_fall_as_well()
    {
        TestLedger.Succeed(_ledger.Approve(1, MembershipProposal.Add(Genesis, New)));
        TestLedger.Succeed(_ledger.Run("cell2/admin", TestMembers.Rotate("node2", New.PublicKey.ToArray())));
        Assert.Empty(_ledger.Proposals());
    }

    [Fact]
    public void An_organisation_has_its_share_of_the_open_proposals()
    {
        for (var i = 0; i < 8; i++)
        {
            TestLedger.Succeed(_ledger.Approve(1, Numbered(i)));
        }

        TestMembers.AssertRejected(
            _ledger.Approve(1, Numbered(8)), "8 open proposals are of cell1, which is the limit for each");
        TestLedger.Succeed(_ledger.Approve(2, Numbered(8)));
        TestLedger.Succeed(_ledger.Approve(1, Numbered(8)));
        Assert.Equal(9, _ledger.Proposals().Count);
    }

    [Fact]
    public void At_most_32_proposals_are_open()
    {
        var options = TestMembers.Options(40, 4);
        var ledger = TestMembers.Ledger(options);
        for (var i = 1; i <= 32; i++)
        {
            TestLedger.Succeed(ledger.Approve(i, Numbered(i)));
        }

        TestMembers.AssertRejected(ledger.Approve(33, Numbered(33)), "32 proposals are open, which is the limit");
        TestLedger.Succeed(ledger.Approve(33, Numbered(32)));
        TestMembers.AssertRejected(
            ledger.Approve(1, Numbered(33)), "32 proposals are open, which is the limit");
        var open = ledger.Proposals();
        Assert.Equal(32, open.Count);
        Assert.Equal(open.OrderBy(o => o.Proposal.Hash), open);
    }

    [Fact]
    public void A_proposal_expires_10000_blocks_after_its_last_approval()
    {
        var add = MembershipProposal.Add(Genesis, New);
        TestLedger.Succeed(_ledger.Approve(1, add));
        _ledger.AdvanceTo(_ledger.Height + 9_999);
        TestLedger.Succeed(_ledger.Approve(2, add));
        var last = _ledger.Height;
        Assert.Equal(10_001UL, last);

        // A query speaks of the next block, which is the first one too late.
        _ledger.AdvanceTo(last + 9_999);
        Assert.Single(_ledger.Proposals());
        _ledger.AdvanceTo(last + 10_000);
        Assert.Empty(_ledger.Proposals());
        var again = _ledger.Approve(3, add);
        TestLedger.Succeed(again);
        Assert.Equal(["proposed", "approved"], again.Calls[0].Events.Select(e => e.Name));
        Assert.Equal("cell3", Assert.Single(Assert.Single(_ledger.Proposals()).Approvals).Organisation);
    }

    [Fact]
    public void The_last_block_of_a_proposals_time_still_decides()
    {
        var add = MembershipProposal.Add(Genesis, New);
        TestLedger.Succeed(_ledger.Approve(1, add));
        TestLedger.Succeed(_ledger.Approve(2, add));
        _ledger.AdvanceTo(_ledger.Height + 9_999);
        TestLedger.Succeed(_ledger.Approve(3, add));
        Assert.NotNull(_ledger.Schedule().Change);
    }

    [Fact]
    public void Expired_proposals_leave_the_state_and_make_room()
    {
        for (var i = 0; i < 8; i++)
        {
            TestLedger.Succeed(_ledger.Approve(1, Numbered(i)));
        }

        _ledger.AdvanceTo(20_000);
        TestLedger.Succeed(_ledger.Approve(1, Numbered(9)));
        Assert.Single(_ledger.State.Scan("membership\0proposal\0"u8.ToArray()));
    }

    private MembershipProposal Numbered(int i) =>
        MembershipProposal.Add(Genesis, TestMembers.Node($"extra{i}", "cell1"));
}
