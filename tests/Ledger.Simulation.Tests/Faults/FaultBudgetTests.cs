using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Simulation.Tests.Faults;

/// <summary>Never more than f faulty members, in no membership that is, comes, or may come.</summary>
public sealed class FaultBudgetTests
{
    private readonly Cluster _cluster = new(new ClusterOptions { Seed = 1, NodeCount = 7, SpareCount = 1 });

    private FaultBudget Budget => new(_cluster);

    [Fact]
    public void Two_of_seven_may_fail_and_no_third()
    {
        Assert.True(Budget.Allows(_cluster.Nodes[0]));
        _cluster.Nodes[0].IsByzantine = true;
        Assert.True(Budget.Allows(_cluster.Nodes[1]));
        _cluster.Nodes[1].LoseDisk();
        Assert.False(Budget.Allows(_cluster.Nodes[2]));
    }

    [Fact]
    public void What_has_failed_may_fail_again()
    {
        _cluster.Nodes[0].IsDead = true;
        _cluster.Nodes[1].IsByzantine = true;
        Assert.True(Budget.Allows(_cluster.Nodes[1]));
    }

    [Fact]
    public void A_stranger_fails_for_nothing()
    {
        _cluster.Nodes[0].IsDead = true;
        _cluster.Nodes[1].IsDead = true;
        Assert.True(Budget.Allows(_cluster.Nodes[7]));
    }

    [Fact]
    public void Fewer_members_bear_fewer_faults()
    {
        _cluster.Nodes[0].IsByzantine = true;
        _cluster.Nodes[1].IsByzantine = true;
        Assert.False(Budget.Admits(Without(2)));
        Assert.True(Budget.Admits(Without(0)));
    }

    [Fact]
    public void What_was_proposed_counts_from_then_on()
    {
        var budget = Budget;
        _cluster.Nodes[0].IsByzantine = true;
        Assert.True(budget.Admits(Without(2)));
        Assert.False(budget.Allows(_cluster.Nodes[1]));
    }

    private Membership Without(int node)
    {
        var members = _cluster.Chain.Newest;
        return MembershipProposal.Remove(members, SimulatedGenesis.NodeName(node)).ApplyTo(members, out _)!;
    }
}
