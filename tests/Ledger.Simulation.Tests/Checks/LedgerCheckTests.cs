using Ledger.Primitives;

namespace Ledger.Simulation.Tests.Checks;

/// <summary>The check of the books fails on a state that does not add up.</summary>
public sealed class LedgerCheckTests
{
    private readonly Cluster _cluster = Support.RunHealthy(requests: 12);
    private readonly LedgerCheck _check = new();

    public LedgerCheckTests()
    {
        foreach (var block in _cluster.Chain.Blocks)
        {
            _check.OnBlock(block);
        }
    }

    [Fact]
    public void The_state_of_every_node_adds_up()
    {
        foreach (var node in _cluster.Nodes)
        {
            _check.OnState(node.Label, node.Disk.Contents.State);
            var stored = node.Disk.Contents.State.Get(LedgerCheck.KeyOf("count"))!;
            Assert.Equal(12, new CanonicalReader(stored).I64());
        }
    }

    [Fact]
    public void A_call_that_was_executed_twice_is_found()
    {
        var state = _cluster.Nodes[0].Disk.Contents.State.Copy();
        state.Set(LedgerCheck.KeyOf("count"), new CanonicalWriter().I64(13).ToArray());
        Support.Refuses("ledger", () => _check.OnState("a", state));
    }

    [Fact]
    public void A_call_that_was_lost_is_found()
    {
        var state = _cluster.Nodes[0].Disk.Contents.State.Copy();
        state.Set(LedgerCheck.KeyOf("count"), null);
        Support.Refuses("ledger", () => _check.OnState("a", state));
    }
}
