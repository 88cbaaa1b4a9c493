using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>Draws calls of <c>membership</c>: most could succeed, some never can.</summary>
internal sealed class MembershipCalls(TestChain chain, Random random)
{
    private readonly List<MembershipProposal> _recent = [];
    private int _keys;

    /// <summary>Transactions of a block, each with what it would decide.</summary>
    public List<(string Kind, Transaction Transaction)> Draw()
    {
        var drawn = new List<(string, Transaction)>();
        for (var i = random.Next(4); i > 0; i--)
        {
            drawn.Add(random.Next(12) switch
            {
                0 => Rotation(),
                1 => Rejoin(),
                2 => ("garbage", Sign(Admin(), TestMembers.Approve(Garbage()))),
                _ => Approval(),
            });
        }

        return drawn;
    }

    private (string Kind, Transaction Transaction) Approval()
    {
        if (_recent.Count == 0 || random.Next(5) == 0)
        {
            _recent.Add(Proposal());
        }

        // The last few, so that they gather approvals and some are stale.
        var proposal = _recent[^(1 + random.Next(Math.Min(3, _recent.Count)))];
        var account = random.Next(20) == 0 ? "cell1/node1" : Admin();
        return ($"{proposal.Kind}", Sign(account, TestMembers.Approve(proposal.Encode())));
    }

    private MembershipProposal Proposal()
    {
        var newest = Newest();
        var organisation = random.Next(10) == 0 ? "cell9" : $"cell{random.Next(1, 5)}";
        var coming = TestMembers.Node($"node{random.Next(1, 13)}", organisation) with
        {
            PublicKey = Key(newest).PublicKey,
            Incarnation = (ulong)random.Next(3),
        };
        return random.Next(3) switch
        {
            0 => MembershipProposal.Add(newest, coming),
            1 => MembershipProposal.Remove(newest, random.Next(6) == 0 ? "node99" : Drawn(newest).Name),
            _ => MembershipProposal.Replace(newest, Drawn(newest).Name, coming),
        };
    }

    private (string Kind, Transaction Transaction) Rotation()
    {
        var newest = Newest();
        var validator = Drawn(newest);
        var account = random.Next(4) == 0 ? Admin() : $"{validator.Organisation}/admin";
        return ("rotate", Sign(account, TestMembers.Rotate(validator.Name, Key(newest).PublicKey.ToArray())));
    }

    private (string Kind, Transaction Transaction) Rejoin()
    {
        var validator = Drawn(Newest());
        var account = $"{validator.Organisation}/{validator.Name}";
        var signer = random.Next(5) == 0 ? new FakeSigner("stranger") : new FakeSigner(validator.PublicKey);
        chain.State.Set(
            AccountRecord.KeyOf(account),
            (TestLedger.Account(account) with { PublicKey = signer.PublicKey.ToArray() }).Encode());
        return ("rejoin", chain.Ledger.Sign(account, signer, false, TestMembers.Rejoin(random.Next(4))));
    }

    // A new key mostly, at times one that is taken.
    private FakeSigner Key(Membership newest) =>
        random.Next(8) == 0 ? new FakeSigner(Drawn(newest).PublicKey) : new FakeSigner($"key {_keys++}");

    private Validator Drawn(Membership members) => members.Validators[random.Next(members.Count)];

    private Membership Newest()
    {
        var schedule = MembershipSchedule.Read(chain.State, chain.Ledger.Options.Members);
        return schedule.Change?.Next ?? schedule.Current;
    }

    private string Admin() => $"cell{random.Next(1, 5)}/admin";

    private byte[] Garbage()
    {
        var bytes = _recent.Count == 0 ? new byte[40] : _recent[^1].Encode();
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    private Transaction Sign(string account, ContractCall call) =>
        chain.Ledger.Sign(account, account == "cell1/node1" ? Current(account) : new FakeSigner(account), false, call);

    // The key that the state has for an account that rejoined.
    private FakeSigner Current(string account) =>
        new(AccountRecord.Decode(chain.State.Get(AccountRecord.KeyOf(account))).PublicKey);
}
