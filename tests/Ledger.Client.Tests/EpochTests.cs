using System.Text;
using Ledger.Client.Proofs;
using Ledger.Client.Tests.Harness;
using Ledger.Primitives;

namespace Ledger.Client.Tests;

/// <summary>Members that came after genesis are believed when genesis leads to them, and only then.</summary>
public sealed class EpochTests(Consortium consortium) : IClassFixture<Consortium>
{
    private const string Key = "wallet\0alice";

    private static readonly byte[] Value = [1, 2, 3];
    private static readonly TinyState State = new((Key, Value), ("wallet\0bob", [4]));

    [Fact]
    public async Task BlocksAreFollowedIntoTheNextEpoch()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var chain = consortium.Chain(6, changeAfter: 3);
        node.Serve(chain);
        node.EpochEnds.Add(new EpochHeader(chain[2].Header, chain[2].Certificate, consortium.NewMembers));
        var seen = new List<Digest>();
        await foreach (var block in client.BlocksAsync(default, toHeight: 6))
        {
            seen.Add(block.Header.Hash);
        }

        Assert.Equal(chain.Select(b => b.Header.Hash), seen);
        Assert.Equal([0UL], node.EpochsAsked);
        Assert.Equal(consortium.Membership.Hash, client.MembersAt(new SequenceNumber(3))!.Hash);
        Assert.Equal(consortium.NewMembers.Hash, client.MembersAt(new SequenceNumber(4))!.Hash);
        Assert.Null(client.MembersAt(default));
    }

    [Fact]
    public async Task AProofByLaterMembersIsBelievedAndLearntOnce()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.EpochEnds.Add(consortium.Change(32));
        node.OnQuery = _ => State.AnswerByNew(consortium, Key, Value, height: 40);

        var reads = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AskAsync(client)));

        Assert.All(reads, read => Assert.Equal(Value, read.Value));
        Assert.Equal([0UL], node.EpochsAsked);
    }

    [Fact]
    public async Task MembersToWhomGenesisDoesNotLeadAreRefused()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnQuery = _ => State.AnswerByNew(consortium, Key, Value, height: 40);
        await RefusedAsync(client, "to which genesis does not lead");

        // A chain of the new members' own making, and one with too few votes of the old.
        var good = consortium.Change(32);
        var own = good.Header with { MembershipHash = consortium.NewMembers.Hash, NextMembershipHash = consortium.Membership.Hash };
        EpochHeader[] forged =
        [
            good with { Certificate = consortium.Certify(good.Header, byNew: true) },
            good with { Certificate = consortium.Certify(good.Header, votes: 2) },
            good with { Certificate = consortium.Certify(good.Header, chainId: Digest.Of("other"u8)) },
            new EpochHeader(own, consortium.Certify(own, byNew: true), consortium.Membership),
        ];
        foreach (var end in forged)
        {
            node.EpochEnds.Clear();
            node.EpochEnds.Add(end);
            await RefusedAsync(client, "did not certify the change of members");
        }

        node.EpochEnds.Clear();
        node.EpochEnds.Add(good);
        Assert.Equal(Value, (await AskAsync(client)).Value);
    }

    [Fact]
    public async Task OnlyTheMembersOfItsOwnEpochCertifyABlock()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.EpochEnds.Add(consortium.Change(32));
        node.OnQuery = _ => State.AnswerByNew(consortium, Key, Value, height: 33);
        await AskAsync(client);

        // Those who have left, above; those who had not come, below.
        node.OnQuery = _ => State.Answer(consortium, Key, Value, height: 40);
        await RefusedAsync(client, "to which genesis does not lead");
        node.OnQuery = _ => State.AnswerByNew(consortium, Key, Value, height: 32);
        await RefusedAsync(client, "other members than those of its epoch");
    }

    [Fact]
    public async Task ABlockByOtherMembersThanTheOneBeforeNamedDoesNotFollow()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var chain = consortium.Chain(4, changeAfter: 2);
        var header = chain[2].Header with { MembershipHash = consortium.Membership.Hash };
        chain[2] = chain[2] with { Header = header, Certificate = consortium.Certify(header) };
        node.Serve(chain);

        var refused = await Assert.ThrowsAsync<LedgerException>(async () =>
        {
            await foreach (var block in client.BlocksAsync(default, 4))
            {
                Assert.True(block.Header.Height.Value < 3);
            }
        });

        Assert.Equal(LedgerError.Unproven, refused.Code);
        Assert.Contains("block 3 does not follow", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AChainOfEpochsGoesUpAndForgetsTheOldest()
    {
        var chain = new EpochChain(consortium.ChainId, consortium.Membership, epochsMax: 2);
        var first = consortium.Change(32);
        var back = first.Header with
        {
            Height = new SequenceNumber(64), MembershipHash = consortium.NewMembers.Hash,
            NextMembershipHash = consortium.Membership.Hash,
        };
        var second = new EpochHeader(back, consortium.Certify(back, byNew: true), consortium.Membership);

        Assert.False(chain.TryExtend(second));
        Assert.True(chain.TryExtend(first));
        Assert.True(chain.TryExtend(first));
        Assert.False(chain.TryExtend(new EpochHeader(
            back with { Height = new SequenceNumber(32) }, second.Certificate, second.Next)));
        Assert.Equal(consortium.Membership.Hash, chain.At(new SequenceNumber(32))!.Membership.Hash);
        Assert.True(chain.TryExtend(second));

        Assert.Null(chain.At(new SequenceNumber(32)));
        Assert.Equal(consortium.NewMembers.Hash, chain.At(new SequenceNumber(64))!.Membership.Hash);
        Assert.Equal(consortium.Membership.Hash, chain.At(new SequenceNumber(65))!.Membership.Hash);
        Assert.Equal(chain.Newest, chain.Find(new Epoch(consortium.ChainId, back.Height, back.Hash, consortium.Membership).Id));
    }

    [Fact]
    public async Task TheScheduleIsReadWithProof()
    {
        var key = Encoding.UTF8.GetString(MembershipSchedule.StateKey);
        var change = new MembershipChange(new SequenceNumber(64), consortium.NewMembers);
        var schedule = new MembershipSchedule(default, consortium.Membership, change);
        var state = new TinyState((key, schedule.Encode()), ("wallet\0bob", [4]));
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnQuery = _ => State.Answer(consortium, key, null, height: 8);
        var before = await client.ScheduleAsync();
        node.OnQuery = _ => state.Answer(consortium, key, schedule.Encode(), height: 9);
        var decided = await client.ScheduleAsync();
        node.EpochEnds.Add(consortium.Change(64));
        node.OnQuery = _ => state.AnswerByNew(consortium, key, schedule.Encode(), height: 65);
        var after = await client.ScheduleAsync();

        Assert.Equal((consortium.Membership.Hash, consortium.Membership.Hash), (before.Members.Hash, before.Latest.Hash));
        Assert.Null(before.Pending);
        Assert.Equal((consortium.Membership.Hash, consortium.NewMembers.Hash), (decided.Members.Hash, decided.Latest.Hash));
        Assert.Equal(64UL, decided.Pending!.After.Value);
        Assert.Equal((consortium.NewMembers.Hash, 64UL), (after.Members.Hash, after.EpochBase.Value));
        Assert.Null(after.Pending);
    }

    private static Task<ProvenValue> AskAsync(LedgerClient client) =>
        client.QueryAsync("wallet", Encoding.UTF8.GetBytes("alice"));

    private static async Task RefusedAsync(LedgerClient client, string reason)
    {
        var refused = await Assert.ThrowsAsync<LedgerException>(() => AskAsync(client));
        Assert.Equal(LedgerError.Unproven, refused.Code);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }
}
