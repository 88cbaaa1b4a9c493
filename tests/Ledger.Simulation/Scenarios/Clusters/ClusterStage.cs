using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Simulation;

/// <summary>
/// A whole cluster of simulated nodes, without faults but those that the scenario causes; every check of the simulator is
/// at work, so that agreement and exactly-once need not be written down.
/// </summary>
internal sealed partial class ClusterStage : ScenarioStage
{
    /// <summary>Simulated milliseconds that <c>run until</c> waits at most.</summary>
    private const int PatienceMax = 30_000;

    private readonly List<int> _twins = [];
    private readonly HashSet<string> _faulty = new(StringComparer.Ordinal);
    private readonly int _count;
    private readonly ulong _seed;
    private int _spares;
    private Cluster? _cluster;
    private ScriptedNetwork? _script;
    private ScenarioNames? _names;
    private MessageForge? _forge;
    private bool _isRequestTaken;

    /// <summary>Sets the stage; the machines are switched on with the first thing that happens.</summary>
    public ClusterStage(int count, ulong seed)
    {
        _count = count;
        _seed = seed;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Trace => _cluster?.Trace.Lines ?? [];

    /// <summary>The cluster.</summary>
    public Cluster Cluster => _cluster ?? Begin();

    /// <summary>What happens to messages.</summary>
    public ScriptedNetwork Script
    {
        get
        {
            Begin();
            return _script!;
        }
    }

    /// <summary>Requests and batches.</summary>
    public ScenarioNames Names
    {
        get
        {
            Begin();
            return _names!;
        }
    }

    /// <summary>Machines beside the members.</summary>
    public void SetSpares(int count) => _spares = _cluster == null ? count : throw TooLate();

    /// <summary>A second machine with the identity of a member.</summary>
    public void AddTwin(string node)
    {
        _twins.Add(_cluster == null ? (int)MessagePhrase.NumberOf(node["node".Length..]) : throw TooLate());
        _faulty.Add(node);
    }

    /// <summary>A machine by its label.</summary>
    public SimulatedNode Node(string label) =>
        Cluster.Nodes.FirstOrDefault(node => node.Label == label) ?? throw new ScenarioException($"there is no {label}");

    /// <summary>Machines: <c>everywhere</c> is each honest one that is up.</summary>
    public List<SimulatedNode> Nodes(IReadOnlyList<string> labels) => labels is ["everywhere"]
        ? [.. Cluster.Nodes.Where(node => node is { IsByzantine: false, IsUp: true })]
        : [.. labels.Select(Node)];

    /// <summary>Machines as a filter of links: null for <c>all</c>.</summary>
    public HashSet<SimulatedNode>? Filter(IReadOnlyList<string> labels) => labels is ["all"] ? null : [.. Nodes(labels)];

    /// <inheritdoc/>
    public override void RunUntil(Func<string?> flaw)
    {
        var end = Cluster.Time.Now + PatienceMax;
        while (flaw() is { } left)
        {
            if (Cluster.Time.Now >= end)
            {
                throw new ScenarioException($"not within {PatienceMax} ms: {left}");
            }

            Cluster.Run(1);
        }
    }

    /// <summary>A client hands a request to a node, once.</summary>
    public void Submit(IEnumerable<string> requests, IEnumerable<SimulatedNode> nodes)
    {
        foreach (var transaction in Names.Requests(requests))
        {
            foreach (var node in nodes)
            {
                _isRequestTaken = node.Submit(transaction);
            }
        }
    }

    /// <summary>Whether the last request was taken at the node's door.</summary>
    public bool IsRequestTaken => _isRequestTaken;

    /// <summary>Requests of clients that try again until they are served.</summary>
    public void Load(int count, int interval)
    {
        for (var i = 0; i < count; i++)
        {
            Cluster.Time.Schedule(i * (long)interval, () =>
            {
                var height = Cluster.Chain.Height;
                Cluster.Workload.Submit(Cluster.Transactions.MakeAdd(
                    Cluster.Random.Below(SimulatedGenesis.ClientCount), height,
                    height + SimulatedGenesis.ValidityWindowMax - 8, "load", 1));
            });
        }
    }

    /// <summary>Cuts the members into groups that hear only themselves; who is in none hears nobody.</summary>
    public void Partition(IReadOnlyList<string> words)
    {
        var group = new Dictionary<SimulatedNode, int>();
        var number = 1;
        foreach (var word in words)
        {
            if (word == "|")
            {
                number++;
            }
            else
            {
                group[Node(word)] = number;
            }
        }

        foreach (var from in Cluster.Nodes)
        {
            foreach (var to in Cluster.Nodes)
            {
                var isTogether = group.TryGetValue(from, out var one) && group.TryGetValue(to, out var other) && one == other;
                Cluster.Network.SetCut(from, to, from != to && !isTogether);
            }
        }
    }

    /// <summary>Cuts links, in one direction.</summary>
    public void Cut(IReadOnlyList<string> from, IReadOnlyList<string> to)
    {
        foreach (var sender in Filter(from) ?? [.. Cluster.Nodes])
        {
            foreach (var receiver in Filter(to) ?? [.. Cluster.Nodes])
            {
                Cluster.Network.SetCut(sender, receiver, sender != receiver);
            }
        }
    }

    /// <summary>Makes a node Byzantine; never more than f of the members.</summary>
    public void Corrupt(string label, IEnumerable<string> behaviours)
    {
        var node = Node(label);
        RequireFault(node.Name);
        node.IsByzantine = true;
        foreach (var word in behaviours)
        {
            node.Behaviours.Add(BehaviourOf(word));
        }
    }

    /// <summary>A faulty node sends what the scenario says.</summary>
    public void Send(string label, MessagePhrase phrase, IEnumerable<SimulatedNode> receivers)
    {
        var node = Node(label);
        if (!node.IsByzantine)
        {
            throw new ScenarioException($"{label} is honest: its own replica decides what it sends");
        }

        var message = _forge!.Make(phrase, node.Name, node.Name);
        foreach (var receiver in receivers)
        {
            Cluster.Network.Transmit(node, receiver, message);
        }
    }

    /// <summary>The organisations decide a change of members.</summary>
    public void Decide(Func<Membership, MembershipProposal> propose) =>
        new Administrators(Cluster).Decide(propose(Cluster.Chain.Newest));

    /// <summary>The disk of a node is lost: one of the f faults until it votes again.</summary>
    public void LoseDisk(string label)
    {
        RequireFault(label);
        Node(label).LoseDisk();
    }

    /// <summary>The validator that a machine is, or may become.</summary>
    public Validator ValidatorOf(string label) => SimulatedGenesis.ValidatorOf(Node(label).Number);

    private Cluster Begin()
    {
        if (_cluster != null)
        {
            return _cluster;
        }

        var cluster = new Cluster(new ClusterOptions
        {
            Seed = _seed, NodeCount = _count, SpareCount = _spares, Twins = _twins, IsTraced = true,
        });
        _cluster = cluster;
        _names = new ScenarioNames(cluster.Transactions, () => cluster.Chain.Height);
        _forge = new MessageForge(
            () => cluster.Chain.Epoch,
            name => Node(name).SignerIn(cluster.Chain.Epoch.Membership),
            _names,
            HeaderHash);
        _script = new ScriptedNetwork(cluster.Network, new MessageMatch(_names, HeaderHash));
        return cluster;
    }

    private Digest HeaderHash(ulong height, string? word) =>
        word != null && word[0] == '?' ? Names.Digest(word)
        : word == null && height > 0 && height <= Cluster.Chain.Height ? Cluster.Chain.Blocks[(int)height - 1].Header.Hash
        : throw new ScenarioException("the header of a cluster is not known beforehand: d=?x stands for one that is false");

    private void RequireFault(string name)
    {
        _faulty.Add(name);
        if (_faulty.Count > Cluster.Chain.Epoch.Membership.FaultsMax)
        {
            throw new ScenarioException($"{string.Join(' ', _faulty)} are more than f");
        }
    }

    private ByzantineBehaviour BehaviourOf(string word)
    {
        var parts = word.Split(':', 2);
        return parts[0] switch
        {
            "equivocates" => new EquivocatingPrimary(),
            "splits-batches" => new SplitBatches(),
            "votes-twice" => new DoubleVoter(),
            "forges-certificates" => new CertificateForger(),
            "forges-requests" => new RequestForger(),
            "silent" => new SilenceToSome(ulong.MaxValue),
            "silent-to" => new SilenceToSome(MaskOf(parts[^1].Split(','))),
            "hides-P" => new PreparedHider(),
            "stale-C" => new StaleCheckpointLiar(),
            "inflates-views" => new ViewInflater(),
            "censors" => new Censor(SimulatedGenesis.ClientAccount(ScenarioNames.ClientOf(parts[^1]))),
            "sends-garbage" => new GarbageSender(),
            "claims-false-head" => new FalseHead(),
            "serves-false-blocks" => new FalseBlockServer(),
            "replays" => new OldMessageSender(),
            _ => throw new ScenarioException($"there is no behaviour {word}"),
        };
    }

    private ulong MaskOf(IEnumerable<string> labels)
    {
        var mask = 0UL;
        foreach (var label in labels)
        {
            mask |= 1UL << Node(label).Index;
        }

        return mask;
    }

    private static ScenarioException TooLate() => new("machines are named before anything happens");
}
