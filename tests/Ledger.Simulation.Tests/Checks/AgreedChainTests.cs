using Ledger.Primitives;

namespace Ledger.Simulation.Tests.Checks;

/// <summary>The agreement check fails on histories in which replicas disagree.</summary>
public sealed class AgreedChainTests
{
    private readonly Cluster _cluster = Support.RunHealthy();

    private Block First => _cluster.Chain.Blocks[0];

    private Block Second => _cluster.Chain.Blocks[1];

    [Fact]
    public void The_same_block_at_two_nodes_is_agreement()
    {
        var chain = NewChain();
        Assert.True(chain.Add("a", First, null));
        Assert.False(chain.Add("b", First, null));
        Assert.Equal(1ul, chain.Height);
    }

    [Fact]
    public void Two_headers_at_one_height_are_refused()
    {
        var chain = NewChain();
        chain.Add("a", First, null);
        var other = First with { Header = First.Header with { StateRoot = Digest.Of([1]) } };
        Support.Refuses("agreement", () => chain.Add("b", other, null));
    }

    [Fact]
    public void A_gap_is_refused() => Support.Refuses("agreement", () => NewChain().Add("a", Second, null));

    [Fact]
    public void A_block_that_follows_another_one_is_refused()
    {
        var chain = NewChain();
        chain.Add("a", First with { Header = First.Header with { ReceiptRoot = Digest.Of([1]) } }, null);
        Support.Refuses("agreement", () => chain.Add("a", Second, null));
    }

    [Fact]
    public void Time_that_falls_is_refused()
    {
        var chain = NewChain();
        chain.Add("a", First, null);
        var early = Second.Header with { TimeMilliseconds = First.Header.TimeMilliseconds - 1 };
        Support.Refuses("agreement", () => chain.Add("a", Second with { Header = early }, null));
    }

    [Fact]
    public void Members_that_no_header_announced_are_refused()
    {
        var strange = First.Header with { MembershipHash = Digest.Of([1]) };
        Support.Refuses("agreement", () => NewChain().Add("a", First with { Header = strange }, null));
    }

    [Fact]
    public void Members_that_change_without_a_decision_are_refused()
    {
        var next = First.Header with { NextMembershipHash = Digest.Of([1]) };
        Support.Refuses("agreement", () => NewChain().Add("a", First with { Header = next }, null));
    }

    private AgreedChain NewChain() => new(_cluster.Genesis.ChainId, _cluster.Genesis.Membership);
}
