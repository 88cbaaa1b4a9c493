using Ledger.Consensus.Tests.Simulation;
using Ledger.Primitives;

namespace Ledger.Consensus.Tests;

/// <summary>
/// Whole clusters under seeded faults: first safety at every commit, then, healed, progress within a bound. A failure names its
/// seed.
/// </summary>
public sealed class SimulationTests
{
    internal static readonly SortedDictionary<string,int> Stats = [];
    private const int ChaosMilliseconds = 6_000;
    private const int ProgressMilliseconds = 30_000;

    public static TheoryData<int, int> SeedRanges
    {
        get
        {
            var ranges = new TheoryData<int, int>();
            for (var i = 0; i < 8; i++)
            {
                ranges.Add(4, 100000+i * 250);
                ranges.Add(7, 500_000 + (i * 80));
            }

            return ranges;
        }
    }

    [Theory]
    [MemberData(nameof(SeedRanges))]
    public void Replicas_agree_under_faults_and_make_progress_after_healing(int replicaCount, int firstSeed)
    {
        var count = replicaCount == 4 ? 250 : 80;
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
        lock (Stats) { foreach (var n in honest) foreach (var r in n.Reports) { var k = r.GetType().Name + (r is ViewChangeStarted v ? v.Reason.ToString() : r is ProposalRejected q ? q.Flaw.ToString() : ""); Stats[k] = Stats.GetValueOrDefault(k) + 1; }
          Stats["blocks"] = Stats.GetValueOrDefault("blocks") + cluster.AgreedCount; Stats["null"] = Stats.GetValueOrDefault("null") + honest[0].Chain.Count(b => b.Batch.Transactions.Count == 0); Stats["maxend"] = Math.Max(Stats.GetValueOrDefault("maxend"), (int)cluster.Now);
          File.WriteAllLines("/tmp/helpers/stats", Stats.Select(x => $"{x.Key} {x.Value}")); }
        Assert.True(done, "no progress after healing: " + string.Join("; ", cluster.Nodes.Select(node =>
            $"{(IsFaulty(node) ? "faulty " : "")}{node.Id}: {node.Replica!.Status}")));
        Assert.DoesNotContain(honest.SelectMany(node => node.Reports), report => report is Divergence);
        Assert.All(
            honest.SelectMany(node => node.Reports).OfType<Evidence>(),
            evidence => Assert.True(IsFaulty(cluster.Nodes[evidence.Replica.Value]), "an honest replica contradicted itself"));
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
}
