using Ledger.Consensus.Tests.Simulation;
using Ledger.Primitives;

namespace Ledger.Consensus.Tests;

/// <summary>
/// Whole clusters under seeded faults: first safety at every commit, then, healed, progress within a bound. A failure
/// names its seed.
/// </summary>
public sealed class SimulationTests
{
    private const int ChaosMilliseconds = 3_000;
    private const int ProgressMilliseconds = 30_000;

    public static TheoryData<int, int> SeedRanges
    {
        get
        {
            var ranges = new TheoryData<int, int>();
            for (var i = 0; i < 8; i++)
            {
                ranges.Add(4, i * 40);
                ranges.Add(7, 10_000 + (i * 15));
            }

            return ranges;
        }
    }

    [Theory]
    [MemberData(nameof(SeedRanges))]
    public void Replicas_agree_under_faults_and_make_progress_after_healing(int replicaCount, int firstSeed)
    {
        var count = replicaCount == 4 ? 40 : 15;
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            try
            {
                RunOne(replicaCount, (ulong)seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"n = {replicaCount}, seed {seed}: {e.Message}", e);
            }
        }
    }

    private static void RunOne(int replicaCount, ulong seed)
    {
        var cluster = new SimulatedCluster(replicaCount, seed);
        var random = cluster.Random;
        var faultyCount = random.Below(2) * (1 + random.Below(cluster.Chain.Membership.FaultsMax));
        var behaviour = random.Below(ByzantineBehaviour.Count);
        var firstFaulty = random.Below(replicaCount);
        bool IsFaulty(SimulatedNode node) => (node.Id.Value + replicaCount - firstFaulty) % replicaCount < faultyCount;
        cluster.Tamper = (from, to, message) => IsFaulty(from)
            ? ByzantineBehaviour.Apply(behaviour, cluster.Chain, random, from.Id, to, message)
            : [message.Bytes];
        cluster.LossPercent = random.Below(1 + random.Below(50));
        cluster.DuplicationPercent = random.Below(15);
        cluster.DelayMax = 5 + random.Below(1 + random.Below(400));
        for (var time = 0; time < ChaosMilliseconds; time += 100)
        {
            DisturbAndSubmit(cluster, random);
            cluster.Run(100);
        }

        cluster.Heal();
        var honest = cluster.Nodes.Where(node => !IsFaulty(node)).ToList();
        var last = new List<Digest>();
        foreach (var node in honest)
        {
            var transaction = cluster.Chain.NewTransaction();
            last.Add(transaction.Id);
            cluster.Submit(node, transaction);
        }

        var done = cluster.RunUntil(
            () => last.All(cluster.IsCommitted) && honest.All(node => node.Chain.Count == cluster.AgreedCount),
            ProgressMilliseconds);
        Assert.True(done, "no progress after healing: " + string.Join("; ", cluster.Nodes.Select(node =>
            $"{(IsFaulty(node) ? "faulty " : "")}{node.Id}: {node.Replica!.Status}")));
        Assert.DoesNotContain(honest.SelectMany(node => node.Reports), report => report is Divergence);
        Assert.All(
            honest.SelectMany(node => node.Reports).OfType<Evidence>(),
            evidence => Assert.True(
                IsFaulty(cluster.Nodes.Single(node => $"node{node.Id}" == evidence.Validator.Name)), "an honest replica contradicted itself"));
    }

    private static void DisturbAndSubmit(SimulatedCluster cluster, SeededRandom random)
    {
        var node = cluster.Nodes[random.Below(cluster.Nodes.Count)];
        if (random.Chance(15))
        {
            if (node.IsUp)
            {
                node.Crash();
            }
            else
            {
                node.Start();
            }
        }

        if (random.Chance(10))
        {
            var group = new HashSet<int>();
            for (var i = random.Below(cluster.Nodes.Count); i > 0; i--)
            {
                group.Add(random.Below(cluster.Nodes.Count));
            }

            cluster.Partition(group);
        }

        for (var i = random.Below(6); i > 0; i--)
        {
            cluster.Submit(cluster.Nodes[random.Below(cluster.Nodes.Count)], cluster.Chain.NewTransaction());
        }
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, 3)]
    [InlineData(7, 0)]
    [InlineData(7, 3)]
    public void A_primary_that_equivocates_is_replaced_and_found_out(int replicaCount, int behaviour)
    {
        var cluster = new SimulatedCluster(replicaCount, 42);
        cluster.Tamper = (from, to, message) => from.Id.Value == 0
            ? ByzantineBehaviour.Apply(behaviour, cluster.Chain, cluster.Random, from.Id, to, message)
            : [message.Bytes];
        var transactions = Enumerable.Range(0, 40).Select(_ => cluster.Chain.NewTransaction()).ToList();
        for (var i = 0; i < transactions.Count; i++)
        {
            cluster.Submit(cluster.Nodes[i % replicaCount], transactions[i]);
            cluster.Run(10);
        }

        var honest = cluster.Nodes.Skip(1).ToList();
        var expected = transactions.Where((_, i) => i % replicaCount != 0).Select(item => item.Id).ToList();
        Assert.True(cluster.RunUntil(() => expected.All(cluster.IsCommitted), ProgressMilliseconds));
        Assert.True(cluster.RunUntil(
            () => honest.All(node => node.Chain.Count == cluster.AgreedCount), ProgressMilliseconds));
        var evidence = honest.SelectMany(node => node.Reports).OfType<Evidence>().ToList();
        Assert.All(evidence, item => Assert.Equal("node0", item.Validator.Name));
        Assert.True(behaviour == 0 || evidence.Count > 0, "both versions reached somebody, so somebody has the proof");
        Assert.DoesNotContain(honest.SelectMany(node => node.Reports), report => report is Divergence);
    }

    // PITFALLS.md, "Requests cannot be censored": TOCS 2002 §2.3, the liveness of a request that the primary leaves
    // out.
    [Fact]
    public void A_primary_that_leaves_out_a_request_is_replaced()
    {
        var cluster = new SimulatedCluster(4, 7);
        cluster.Tamper = (_, to, message) =>
            message.Kind == MessageKind.Transactions && to.Value == 0 ? [] : [message.Bytes];
        var censored = cluster.Chain.NewTransaction();
        cluster.Submit(cluster.Nodes[1], censored);
        for (var i = 0; i < 50 && !cluster.IsCommitted(censored.Id); i++)
        {
            // The primary serves its own clients all the while, so there is progress without the censored request.
            cluster.Submit(cluster.Nodes[0], cluster.Chain.NewTransaction());
            cluster.Run(100);
        }

        Assert.True(cluster.IsCommitted(censored.Id));
        Assert.True(cluster.Nodes[2].Replica!.Status.View.Value > 0);
    }

    [Fact]
    public void Without_faults_there_is_no_view_change_and_each_transaction_is_committed_once()
    {
        var cluster = new SimulatedCluster(4, 1);
        var transactions = Enumerable.Range(0, 200).Select(_ => cluster.Chain.NewTransaction()).ToList();
        for (var i = 0; i < transactions.Count; i++)
        {
            cluster.Submit(cluster.Nodes[i % 4], transactions[i]);
            cluster.Submit(cluster.Nodes[(i + 1) % 4], transactions[i]);
            cluster.Run(3);
        }

        Assert.True(cluster.RunUntil(() => transactions.All(item => cluster.IsCommitted(item.Id)), 1_000));
        Assert.All(cluster.Nodes, node => Assert.Equal(0, node.Replica!.Status.ViewChangeCount));
        Assert.DoesNotContain(cluster.Nodes.SelectMany(node => node.Reports), report => report is Evidence);
    }

    // PITFALLS.md 6 and 8: a node that was away catches up, and is a full member again.
    [Fact]
    public void A_replica_that_was_away_catches_up_and_votes_again()
    {
        var cluster = new SimulatedCluster(4, 3);
        cluster.Nodes[3].Crash();
        for (var i = 0; i < 200; i++)
        {
            cluster.Submit(cluster.Nodes[i % 3], cluster.Chain.NewTransaction());
            cluster.Run(10);
        }

        Assert.True(cluster.AgreedCount > 2 * 16, "further than the window reaches");
        cluster.Nodes[3].Start();
        Assert.True(cluster.RunUntil(() => cluster.Nodes[3].Chain.Count == cluster.AgreedCount, 3_000));
        Assert.True(cluster.RunUntil(() => cluster.Nodes[3].Replica!.Status.Mode == ReplicaMode.Normal, 1_000));

        // Now every quorum needs it.
        cluster.Nodes[2].Crash();
        var last = cluster.Chain.NewTransaction();
        cluster.Submit(cluster.Nodes[3], last);
        Assert.True(cluster.RunUntil(() => cluster.IsCommitted(last.Id), 3_000));
    }

    [Fact]
    public void All_replicas_may_lose_power_at_once()
    {
        var cluster = new SimulatedCluster(4, 5);
        for (var round = 0; round < 10; round++)
        {
            for (var i = 0; i < 20; i++)
            {
                cluster.Submit(cluster.Nodes[i % 4], cluster.Chain.NewTransaction());
                cluster.Run(4);
            }

            cluster.Nodes.ForEach(node => node.Crash());
            cluster.Nodes.ForEach(node => node.Start());
        }

        var last = cluster.Chain.NewTransaction();
        cluster.Submit(cluster.Nodes[0], last);
        Assert.True(cluster.RunUntil(() => cluster.IsCommitted(last.Id), 10_000));
    }
}
