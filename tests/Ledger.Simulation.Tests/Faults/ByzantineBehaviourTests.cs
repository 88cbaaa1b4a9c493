using Ledger.Consensus;

namespace Ledger.Simulation.Tests.Faults;

/// <summary>
/// Each behaviour of a faulty node alone: it happens, it is survived, and what proves itself is found out.
/// </summary>
public sealed class ByzantineBehaviourTests
{
    public static TheoryData<int> Behaviours
    {
        get
        {
            var all = new TheoryData<int>();
            for (var i = 0; i < Kinds.Length; i++)
            {
                all.Add(i);
            }

            return all;
        }
    }

    private static readonly (CoverageKind Kind, Func<ByzantineBehaviour> Make)[] Kinds =
    [
        (CoverageKind.EquivocatingPrimary, () => new EquivocatingPrimary()),
        (CoverageKind.SplitBatches, () => new SplitBatches()),
        (CoverageKind.ForgedRequest, () => new RequestForger()),
        (CoverageKind.DoubleVote, () => new DoubleVoter()),
        (CoverageKind.ForgedCertificate, () => new CertificateForger()),
        (CoverageKind.SilenceToSome, () => new SilenceToSome(0b0110)),
        (CoverageKind.HiddenPrepared, () => new PreparedHider()),
        (CoverageKind.StaleCheckpoint, () => new StaleCheckpointLiar()),
        (CoverageKind.InflatedView, () => new ViewInflater()),
        (CoverageKind.Censorship, () => new Censor(SimulatedGenesis.ClientAccount(0))),
        (CoverageKind.ByzantineReplay, () => new OldMessageSender()),
        (CoverageKind.Garbage, () => new GarbageSender()),
        (CoverageKind.FalseHead, () => new FalseHead()),
        (CoverageKind.EquivocatingNewView, () => new EquivocatingNewView()),
        (CoverageKind.ForgedNewView, () => new NewViewForger()),
        (CoverageKind.ForgedCertificate, () => new OwnVoteForger()),
        (CoverageKind.BrokenRole, () => new RoleBreaker()),
        (CoverageKind.FalseBlocks, () => new FalseBlockServer()),
    ];

    [Theory]
    [MemberData(nameof(Behaviours))]
    public void One_of_four_is_survived(int index)
    {
        var (kind, make) = Kinds[index];
        var cluster = new Cluster(new ClusterOptions { Seed = 21 });
        cluster.Nodes[0].IsByzantine = true;
        cluster.Nodes[0].Behaviours.Add(make());
        for (var i = 0; i < 20; i++)
        {
            cluster.Workload.Submit(Support.NewRequest(cluster), cluster.Nodes[1 + (i % 3)]);
            Disturb(cluster, i);
            cluster.Run(60);
        }

        cluster.Heal();
        cluster.Workload.Submit(Support.NewRequest(cluster), cluster.Nodes[1]);
        Assert.True(cluster.RunUntil(() => cluster.Checks.Convergence.Holds(cluster), 60_000));
        cluster.Checks.Convergence.Require(cluster);
        Assert.True(cluster.Coverage.TimesOf(kind) > 0, $"{kind} never happened");
    }

    [Fact]
    public void Votes_for_two_batches_become_evidence_with_both_messages()
    {
        var cluster = new Cluster(new ClusterOptions { Seed = 22 });
        cluster.Nodes[2].IsByzantine = true;
        cluster.Nodes[2].Behaviours.Add(new DoubleVoter());
        for (var i = 0; i < 10; i++)
        {
            cluster.Workload.Submit(Support.NewRequest(cluster), cluster.Nodes[0]);
            cluster.Run(30);
        }

        var evidence = cluster.Nodes.Where(n => !n.IsByzantine).SelectMany(n => n.Status!.Evidence).ToList();
        Assert.NotEmpty(evidence);
        Assert.All(evidence, item => Assert.Equal("node2", item.Validator.Name));
        Assert.All(evidence, item => Assert.NotEqual(item.First.ToArray(), item.Second.ToArray()));
    }

    // View changes with something prepared, replicas that are behind, checkpoints that were missed.
    private static void Disturb(Cluster cluster, int round)
    {
        switch (round % 5)
        {
            case 1:
                cluster.Network.Conditions.Selective = new SelectiveLoss(MessageKind.Commit, 0xf, ulong.MaxValue);
                break;
            case 3:
                cluster.Network.Conditions.Selective = null;
                cluster.Nodes[3].Crash(CoverageKind.CrashWhileIdle);
                break;
            case 4:
                cluster.Run(600);
                cluster.Nodes[3].Start();
                break;
        }

        if (round % 5 == 1)
        {
            cluster.Run(700);
        }
    }
}
