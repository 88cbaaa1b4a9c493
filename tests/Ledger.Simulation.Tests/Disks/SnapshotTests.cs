using Ledger.Primitives;

namespace Ledger.Simulation.Tests.Disks;

/// <summary>A snapshot proves itself or is refused.</summary>
public sealed class SnapshotTests
{
    private readonly Cluster _cluster = Support.RunHealthy();

    private Snapshot Snapshot => _cluster.Nodes[0].MakeSnapshot()!;

    [Fact]
    public void A_snapshot_of_an_honest_node_stands()
    {
        Assert.Null(Snapshot.FlawFor(_cluster.Genesis));
        var contents = new DiskContents(_cluster.Genesis);
        contents.Install(Snapshot);
        Assert.Equal(_cluster.Chain.Height, contents.Height);
        Assert.Equal(contents.Head!.StateRoot, contents.State.ComputeRoot());
    }

    [Fact]
    public void Another_state_is_refused()
    {
        var snapshot = Snapshot;
        snapshot.State.Set([1], [1]);
        Assert.Contains("another root", snapshot.FlawFor(_cluster.Genesis));
    }

    [Fact]
    public void A_certificate_short_of_a_quorum_is_refused()
    {
        var last = Snapshot.Blocks[^1];
        ReplicaSignature[] votes = [.. last.Certificate.Votes.Take(2)];
        var certificate = last.Certificate with { Votes = votes };
        var doctored = last with { Certificate = certificate };
        var snapshot = Snapshot with { Blocks = [.. Snapshot.Blocks.SkipLast(1), doctored] };
        Assert.Contains("certificate", snapshot.FlawFor(_cluster.Genesis));
    }

    [Fact]
    public void A_gap_between_blocks_is_refused()
    {
        var snapshot = Snapshot with { Blocks = [Snapshot.Blocks[0], .. Snapshot.Blocks.Skip(2)] };
        Assert.Contains("does not follow", snapshot.FlawFor(_cluster.Genesis));
    }

    [Fact]
    public void Members_that_nobody_certified_are_refused()
    {
        var epoch = new Epoch(
            _cluster.Genesis.ChainId, Snapshot.Header.Height, Snapshot.Header.Hash, SimulatedGenesis.Of(5).Membership);
        var snapshot = Snapshot with
        {
            Epochs = [.. Snapshot.Epochs, epoch],
            Bases = [(Snapshot.Header, Snapshot.Blocks[^1].Certificate)],
        };
        Assert.Contains("not certified", snapshot.FlawFor(_cluster.Genesis));
    }
}
