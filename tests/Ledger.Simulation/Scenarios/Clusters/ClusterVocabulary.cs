using Ledger.Runtime;

namespace Ledger.Simulation;

/// <summary>
/// What can happen to a cluster. Window 16, a checkpoint every 4 blocks, batches of at most 4 requests; 250 ms for progress
/// and for a new view, 900 ms for the request that waits longest, doubling up to 2 s; a status every 120 ms; a snapshot
/// from 12 blocks behind on. Delays, and all else that the scenario leaves open, are the seed's.
/// </summary>
internal static class ClusterVocabulary
{
    /// <summary>The lines.</summary>
    public static readonly Vocabulary<ClusterStage> Instance = new(
        "cluster of {count:n}",
        static (a, seed) => new ClusterStage(a.Number("count"), seed),
        [
            new("spares {n:n}", "machines that may become members: node4 in a cluster of 4",
                (s, a) => s.SetSpares(a.Number("n"))),
            new("twin of {node}", "a second machine, node3', with the keys of node3", (s, a) => s.AddTwin(a["node"])),
            new("request {t} of {client}", "made by client0 to client5; others are of client0", (s, a) =>
                s.Names.AddRequest(
                    a["t"], ScenarioNames.ClientOf(a["client"]), s.Cluster.Chain.Height,
                    s.Cluster.Chain.Height + SimulatedGenesis.ValidityWindowMax - 8)),
            new("batch {b} = {t...}", "for a message of a faulty node; t! is t with a bad signature", (s, a) =>
                s.Names.MakeBatch(a["b"], a.Words("t"), (int)s.Cluster.Time.Now)),

            new("submit {t...} at {nodes...}", "a client hands requests to these machines, once each", (s, a) =>
                s.Submit(a.Words("t"), s.Nodes(a.Words("nodes")))),
            new("{n:n} requests arrive, one each {ms:n} ms", "of clients that try again until they are served",
                (s, a) =>
                s.Load(a.Number("n"), a.Number("ms"))),
            new("run {ms:n} ms", "time passes", (s, a) => s.Cluster.Run(a.Number("ms"))),

            new("hold {message...} from {x...} to {y...}", "such messages wait; all for everyone", (s, a) =>
                s.Script.Stop(a.Message("message"), s.Filter(a.Words("x")), s.Filter(a.Words("y")), true)),
            new("drop {message...} from {x...} to {y...}", "such messages are lost", (s, a) =>
                s.Script.Stop(a.Message("message"), s.Filter(a.Words("x")), s.Filter(a.Words("y")), false)),
            new("let everything pass", "and what was held arrives", (s, _) => s.Script.Release()),
            new("let everything new pass", "what was held is lost", (s, _) => s.Script.Forget()),
            new("replay {message...} of {node}", "all such since the mark, once more to whom they went", (s, a) =>
            {
                if (s.Script.Replay(a.Message("message"), s.Node(a["node"])) == 0)
                {
                    throw new ScenarioException("it has sent none");
                }
            }),
            new("from here on", "a mark: what was sent before is not looked at", (s, _) => s.Script.Mark()),
            new("partition {groups...}", "node0 | node1 node2 node3: who is in no group hears nobody", (s, a) =>
                s.Partition(a.Words("groups"))),
            new("cut from {x...} to {y...}", "one direction; all for everyone",
                (s, a) => s.Cut(a.Words("x"), a.Words("y"))),
            new("heal the network", "partitions and cuts end", (s, _) => s.Cluster.Network.Heal()),

            new("crash {nodes...}", "what is not synced may be lost", (s, a) =>
            {
                foreach (var node in s.Nodes(a.Words("nodes")))
                {
                    node.Crash(CoverageKind.CrashWhileIdle);
                }
            }),
            new("crash {node} next time {point}", "a crash point: before-sync, after-sync, between-sends, ...",
                (s, a) =>
                s.Node(a["node"]).ArmCrash(PointOf(a["point"]), 0)),
            new("restart {nodes...}", "from what the disk holds", (s, a) =>
            {
                foreach (var node in a.Words("nodes"))
                {
                    s.Node(node).Start();
                }
            }),
            new("{node} loses its disk", "it goes down; a restart finds nothing", (s, a) => s.LoseDisk(a["node"])),
            new("clock of {node} is {ms:n} ms ahead", "its wall clock",
                (s, a) => s.Node(a["node"]).Clock.Skew = a.Number("ms")),

            new("{node} is faulty: {how...}",
                "at most f: equivocates, splits-batches, votes-twice, forges-certificates, forges-requests, silent, " +
                "silent-to:node1,node2, hides-P, stale-C, inflates-views, censors:client2, sends-garbage, claims-false-head, " +
                "serves-false-blocks, replays",
                (s, a) => s.Corrupt(a["node"], a.Words("how"))),
            new("{node} sends {message...} to {nodes...}", "a faulty node; see Messages", (s, a) =>
                s.Send(a["node"], a.Message("message"), s.Nodes(a.Words("nodes")))),

            new("members: add {node}", "the organisations decide", (s, a) =>
                s.Decide(members => MembershipProposal.Add(members, s.ValidatorOf(a["node"])))),
            new("members: remove {node}", "",
                (s, a) => s.Decide(members => MembershipProposal.Remove(members, a["node"]))),
            new("members: replace {node} by {other}", "", (s, a) =>
                s.Decide(members => MembershipProposal.Replace(members, a["node"], s.ValidatorOf(a["other"])))),
            new("{node} rotates its key", "its organisation decides",
                (s, a) => new Administrators(s.Cluster).Rotate(s.Node(a["node"]))),
            new("{node} asks to rejoin", "after it lost its disk",
                (s, a) => new Administrators(s.Cluster).Rejoin(s.Node(a["node"]))),
        ],
        ClusterConditions.All);

    private static CrashPoint PointOf(string word)
    {
        foreach (var point in Enum.GetValues<CrashPoint>())
        {
            if (string.Equals(point.ToString(), word.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
            {
                return point;
            }
        }

        throw new ScenarioException($"there is no crash point {word}");
    }
}
