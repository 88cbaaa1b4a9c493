using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// A whole network in one thread from one seed, with every check at work. Without faults by itself: scenarios, tests
/// and the seed runner cause them through <see cref="Network"/> and the nodes. Not thread safe.
/// </summary>
internal sealed partial class Cluster
{
    private readonly List<SimulatedNode> _nodes = [];
    private readonly Dictionary<string, SimulatedNode[]> _byName = new(StringComparer.Ordinal);

    /// <summary>Makes the machines and switches them on.</summary>
    public Cluster(ClusterOptions options)
    {
        Trace = new Trace(options.IsTraced);
        Random = new SeededRandom(options.Seed);
        Genesis = SimulatedGenesis.Of(options.NodeCount);
        Network = new SimulatedNetwork(this, Random.Fork());
        Checks = new ClusterChecks(Genesis);
        Transactions = new TransactionFactory(Genesis, Checks.Transactions);
        Workload = new Workload(this, Random.Fork());
        if (options.SpareCount > SimulatedGenesis.SpareCount)
        {
            throw new ArgumentException($"at most {SimulatedGenesis.SpareCount} spare machines have accounts");
        }

        for (var i = 0; i < options.NodeCount + options.SpareCount; i++)
        {
            _nodes.Add(new SimulatedNode(this, _nodes.Count, i, SimulatedGenesis.NodeName(i)));
        }

        foreach (var number in options.Twins)
        {
            var twin = new SimulatedNode(this, _nodes.Count, number, SimulatedGenesis.NodeName(number) + "'");
            _nodes.Add(twin);
            _nodes[number].IsByzantine = true;
            twin.IsByzantine = true;
            Count(CoverageKind.Twins);
        }

        foreach (var node in _nodes)
        {
            var known = _byName.GetValueOrDefault(node.Name) ?? [];
            _byName[node.Name] = [.. known, node];
        }

        foreach (var node in _nodes)
        {
            node.Start();
        }
    }

    /// <summary>Everything that is still to happen, and the time.</summary>
    public EventQueue Time { get; } = new();

    /// <summary>What happened, when asked for.</summary>
    public Trace Trace { get; }

    /// <summary>Chance of the run.</summary>
    public SeededRandom Random { get; }

    /// <summary>What all nodes began with.</summary>
    public SimulatedGenesis Genesis { get; }

    /// <summary>The links.</summary>
    public SimulatedNetwork Network { get; }

    /// <summary>What was found to hold so far; throws when something does not.</summary>
    public ClusterChecks Checks { get; }

    /// <summary>Makes transactions that the checks know of.</summary>
    public TransactionFactory Transactions { get; }

    /// <summary>Requests of honest clients, handed in until they are executed or void.</summary>
    public Workload Workload { get; }

    /// <summary>What the run has met.</summary>
    public CoverageCounts Coverage { get; } = new();

    /// <summary>The production verifiers of the epochs.</summary>
    public VerifierPool Verifiers { get; } = new();

    /// <summary>All machines: validators by number, spares, then twins.</summary>
    public IReadOnlyList<SimulatedNode> Nodes => _nodes;

    /// <summary>The chain as honest replicas have stored it.</summary>
    public AgreedChain Chain => Checks.Chain;

    /// <summary>A machine went down at a crash point.</summary>
    public Action<SimulatedNode>? Crashed { get; set; }

    /// <summary>An honest node sends a message: for adversaries that act on what they see.</summary>
    public Action<SimulatedNode, OutgoingMessage>? Sent { get; set; }

    /// <summary>Which batch a conspirator proposes in place of which: double voters vote for both.</summary>
    public Dictionary<Digest, Digest> Conspiracy { get; } = [];

    /// <summary>The machines that answer to a name: one, two for twins, none for a stranger.</summary>
    public SimulatedNode[] NodesNamed(string name) => _byName.GetValueOrDefault(name) ?? [];

    /// <summary>Whether a validator of this name has been in any epoch up to now, or will be in the next.</summary>
    public bool HasBeenMember(string name)
    {
        foreach (var epoch in Chain.Epochs)
        {
            if (epoch.Membership.Find(name) != null)
            {
                return true;
            }
        }

        return Chain.Newest.Find(name) != null;
    }

    /// <summary>Counts for the coverage table.</summary>
    public void Count(CoverageKind kind) => Coverage.Add(kind);

    /// <summary>Lets simulated time pass.</summary>
    public void Run(long milliseconds)
    {
        var end = Time.Now + milliseconds;
        while (Time.TryFireNext(end))
        {
        }
    }

    /// <summary>Runs until the condition holds or the time is over.</summary>
    /// <returns>Whether the condition holds.</returns>
    public bool RunUntil(Func<bool> condition, long milliseconds)
    {
        var end = Time.Now + milliseconds;
        while (!condition())
        {
            if (!Time.TryFireNext(end))
            {
                return condition();
            }
        }

        return true;
    }

    /// <summary>
    /// Ends every fault that can end: links, adversaries, clocks, crashes. Byzantine and dead nodes stay what they are.
    /// </summary>
    public void Heal()
    {
        Network.Heal();
        Sent = null;
        foreach (var node in _nodes)
        {
            node.Clock.Correct();
            node.DisarmCrash();
            node.Start();
        }
    }
}
