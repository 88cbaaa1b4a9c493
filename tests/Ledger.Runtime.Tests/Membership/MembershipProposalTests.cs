using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>The bytes of proposals, and what a proposal makes of a list of validators.</summary>
public sealed class MembershipProposalTests
{
    private static readonly Membership Members = TestMembers.Of(5);

    private static readonly Validator New = TestMembers.Node("node9", "cell2") with { Incarnation = 7 };

    public static TheoryData<string> Kinds => ["add", "remove", "replace"];

    [Fact]
    public void The_layout_is_pinned()
    {
        byte[] coming =
        [
            5, 0, 0, 0, .. "node9"u8, 5, 0, 0, 0, .. "cell2"u8, .. New.PublicKey.Span, 7, 0, 0, 0, 0, 0, 0, 0,
        ];
        byte[] leaving = [5, 0, 0, 0, .. "node2"u8];
        byte[] hash = Members.Hash.ToArray();
        Assert.Equal([1, 1, .. hash, .. coming], Proposal("add").Encode());
        Assert.Equal([1, 2, .. hash, .. leaving], Proposal("remove").Encode());
        Assert.Equal([1, 3, .. hash, .. leaving, .. coming], Proposal("replace").Encode());
        Assert.Equal(Digest.Of(Proposal("add").Encode()), Proposal("add").Hash);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decoding_gives_back_what_was_encoded_and_nothing_else_decodes(string kind)
    {
        var proposal = Proposal(kind);
        var bytes = proposal.Encode();
        var decoded = MembershipProposal.TryDecode(bytes);
        Assert.NotNull(decoded);
        Assert.Equal((proposal.Kind, proposal.Base, proposal.Leaving), (decoded.Kind, decoded.Base, decoded.Leaving));
        Assert.Equal(bytes, decoded.Encode());
        Assert.Equal(proposal.ToString(), decoded.ToString());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(MembershipProposal.TryDecode(bytes.AsSpan(0, length)));
        }

        Assert.Null(MembershipProposal.TryDecode([.. bytes, 0]));
        Assert.Null(MembershipProposal.TryDecode([2, .. bytes.AsSpan(1)]));
        Assert.Null(MembershipProposal.TryDecode([1, 0, .. bytes.AsSpan(2)]));
        Assert.Null(MembershipProposal.TryDecode([1, 4, .. bytes.AsSpan(2)]));
    }

    [Fact]
    public void Every_changed_bit_is_refused_or_is_another_proposal()
    {
        foreach (var kind in Kinds)
        {
            var bytes = Proposal(kind.Data).Encode();
            for (var bit = 0; bit < 8 * bytes.Length; bit++)
            {
                byte[] damaged = [.. bytes];
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                if (MembershipProposal.TryDecode(damaged) is { } other)
                {
                    Assert.Equal(damaged, other.Encode());
                }
            }
        }
    }

    [Fact]
    public void A_proposal_of_the_longest_names_fits()
    {
        var name = new string('n', Membership.NameSizeMax);
        var largest = MembershipProposal.Replace(Members, name, new Validator(name, name, New.PublicKey));
        Assert.Equal(MembershipProposal.SizeMax, largest.Encode().Length);
        Assert.NotNull(MembershipProposal.TryDecode(largest.Encode()));
        var longer = MembershipProposal.Remove(Members, name + "n");
        Assert.Null(MembershipProposal.TryDecode(longer.Encode()));
    }

    [Fact]
    public void Who_comes_goes_to_the_end_and_who_is_replaced_keeps_the_place()
    {
        Assert.Equal(["node1", "node2", "node3", "node4", "node5", "node9"], Applied(Proposal("add")));
        Assert.Equal(["node1", "node3", "node4", "node5"], Applied(Proposal("remove")));
        Assert.Equal(["node1", "node9", "node3", "node4", "node5"], Applied(Proposal("replace")));
        Assert.Equal(
            ["node9", "node2", "node3", "node4", "node5"],
            Applied(MembershipProposal.Replace(Members, "node1", New)));
        Assert.Equal(7UL, Proposal("add").ApplyTo(Members, out _)!.Validators[5].Incarnation);
    }

    [Fact]
    public void A_validator_may_be_replaced_under_its_own_name_or_key()
    {
        var moved = TestMembers.Node(2) with { PublicKey = New.PublicKey };
        Assert.NotNull(MembershipProposal.Replace(Members, "node2", moved).ApplyTo(Members, out _));
        var renamed = TestMembers.Node(2) with { Name = "node9" };
        Assert.NotNull(MembershipProposal.Replace(Members, "node2", renamed).ApplyTo(Members, out _));
        var reborn = TestMembers.Node(2) with { Incarnation = 5 };
        Assert.NotNull(MembershipProposal.Replace(Members, "node2", reborn).ApplyTo(Members, out _));
    }

    [Fact]
    public void What_cannot_be_applied_says_why()
    {
        AssertFlaw("no validator is named node6", MembershipProposal.Remove(Members, "node6"));
        AssertFlaw("no validator is named node6", MembershipProposal.Replace(Members, "node6", New));
        AssertFlaw("node1 repeats a name or a key", MembershipProposal.Add(Members, New with { Name = "node1" }));
        AssertFlaw(
            "node9 repeats a name or a key",
            MembershipProposal.Add(Members, New with { PublicKey = Members.Validators[3].PublicKey }));
        AssertFlaw(
            "node1 repeats a name or a key", MembershipProposal.Replace(Members, "node2", New with { Name = "node1" }));
        AssertFlaw(
            "the proposal changes nothing", MembershipProposal.Replace(Members, "node2", TestMembers.Node(2)));
        var four = TestMembers.Of(4);
        AssertFlaw(
            "a network has 4 to 64 validators, not 3", MembershipProposal.Remove(four, "node2"), four);
        var full = TestMembers.Of(64);
        AssertFlaw(
            "a network has 4 to 64 validators, not 65", MembershipProposal.Add(full, TestMembers.Node(65)), full);
        AssertFlaw(
            $"the proposal starts from members {four.Hash.ToShortString()}, the newest are " +
            Members.Hash.ToShortString(),
            MembershipProposal.Remove(four, "node2"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("nodé")]
    [InlineData("a-name-that-is-so-long-that-no-account-can-be-called-like-it")]
    public void A_validator_has_a_name_that_an_account_can_have(string name) => AssertFlaw(
        "a validator's name has visible ASCII characters and no slash, and its account at most 64 bytes",
        MembershipProposal.Add(Members, New with { Name = name }));

    [Fact]
    public void A_key_of_another_length_is_the_callers_mistake()
    {
        var bad = New with { PublicKey = new byte[31] };
        Assert.Throws<ArgumentException>(() => MembershipProposal.Add(Members, bad));
        Assert.Throws<ArgumentException>(() => MembershipProposal.Replace(Members, "node1", bad));
    }

    [Fact]
    public void Proposals_read_as_a_line()
    {
        Assert.Equal("add node9 of cell2", Proposal("add").ToString());
        Assert.Equal("remove node2", Proposal("remove").ToString());
        Assert.Equal("replace node2 by node9 of cell2", Proposal("replace").ToString());
    }

    [Fact]
    public void A_list_of_open_proposals_survives_encoding_and_nothing_shorter_or_longer_does()
    {
        OpenMembershipProposal[] open =
        [
            new(Proposal("add"), [new("cell1", "cell1/admin", 3)]),
            new(Proposal("remove"), [new("cell2", "cell2/admin", 4), new("cell1", "cell1/admin", 5)]),
        ];
        var bytes = OpenMembershipProposal.EncodeList(open);
        var decoded = OpenMembershipProposal.TryDecodeList(bytes);
        Assert.NotNull(decoded);
        Assert.Equal(open.Select(o => o.Proposal.Hash), decoded.Select(o => o.Proposal.Hash));
        Assert.Equal(open.SelectMany(o => o.Approvals), decoded.SelectMany(o => o.Approvals));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(OpenMembershipProposal.TryDecodeList(bytes.AsSpan(0, length)));
        }

        Assert.Null(OpenMembershipProposal.TryDecodeList([.. bytes, 0]));
        Assert.Null(OpenMembershipProposal.TryDecode(new OpenMembershipProposal(Proposal("add"), []).Encode()));
        var tooMany = Enumerable.Repeat(open[0], OpenMembershipProposal.CountMax + 1).ToArray();
        Assert.Null(OpenMembershipProposal.TryDecodeList(OpenMembershipProposal.EncodeList(tooMany)));
    }

    private static MembershipProposal Proposal(string kind) => kind switch
    {
        "add" => MembershipProposal.Add(Members, New),
        "remove" => MembershipProposal.Remove(Members, "node2"),
        _ => MembershipProposal.Replace(Members, "node2", New),
    };

    private static string[] Applied(MembershipProposal proposal)
    {
        var applied = proposal.ApplyTo(Members, out var flaw);
        Assert.Equal("", flaw);
        return TestMembers.Names(applied!);
    }

    private static void AssertFlaw(
        string expected, MembershipProposal proposal, Membership? members = null)
    {
        Assert.Null(proposal.ApplyTo(members ?? Members, out var flaw));
        Assert.Equal(expected, flaw);
    }
}
