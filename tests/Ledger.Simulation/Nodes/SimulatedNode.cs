using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// One machine: a name, keys, clocks, a disk, and while it is up a production replica with its execution thread. Its
/// loop does what the production host does: a turn takes several inputs, steps the replica, makes one write of all
/// records with one sync, then carries out the other effects in order. Not thread safe.
/// </summary>
internal sealed partial class SimulatedNode
{
    private readonly List<FakeSigner> _signers = [];
    private readonly Queue<ReplicaInput> _inbox = [];
    private readonly List<ReplicaEffect> _effects = [];
    private readonly ReplicaOptions _options;
    private Replica? _replica;
    private ExecutionWorker? _worker;
    private SimulatedNode[][] _peers = [];
    private long _nextWake;
    private bool _isTurnScheduled;
    private bool _isLoopBusy;
    private int _life;

    /// <summary>A machine that is switched off, with an empty disk that has never been lost.</summary>
    /// <param name="cluster">Where it belongs.</param>
    /// <param name="index">Its place among all machines of the run.</param>
    /// <param name="number">Which validator it is, or may become.</param>
    /// <param name="label">What the trace calls it.</param>
    public SimulatedNode(Cluster cluster, int index, int number, string label)
    {
        Cluster = cluster;
        Index = index;
        Number = number;
        Name = SimulatedGenesis.NodeName(number);
        Organisation = SimulatedGenesis.OrganisationOf(number);
        Account = $"{Organisation}/{Name}";
        Label = label;
        Random = cluster.Random.Fork();
        Clock = new NodeClock(cluster.Time);
        Disk = new SimulatedDisk(cluster.Genesis);
        Epoch = Disk.Contents.Epoch;
        _options = TimerProfile.OptionsFor(cluster.Genesis.ChainId);
        _signers.Add(SimulatedGenesis.SignerOf(Account));
    }

    /// <summary>Where it belongs.</summary>
    public Cluster Cluster { get; }

    /// <summary>Its place among all machines of the run.</summary>
    public int Index { get; }

    /// <summary>Which validator it is, or may become.</summary>
    public int Number { get; }

    /// <summary>The validator's name, which its certificate says: peers know it by that.</summary>
    public string Name { get; }

    /// <summary>The organisation that runs it.</summary>
    public string Organisation { get; }

    /// <summary>The validator's own account.</summary>
    public string Account { get; }

    /// <summary>What the trace calls it: the name, with an apostrophe for a twin.</summary>
    public string Label { get; }

    /// <summary>Chance of this machine alone.</summary>
    public SeededRandom Random { get; }

    /// <summary>Its own clocks.</summary>
    public NodeClock Clock { get; }

    /// <summary>Its own disk.</summary>
    public SimulatedDisk Disk { get; }

    /// <summary>Which memory of its votes the disk holds; see <see cref="Validator.Incarnation"/>.</summary>
    public ulong Incarnation { get; private set; }

    /// <summary>The epoch that its messages are checked against.</summary>
    public Epoch Epoch { get; private set; }

    /// <summary>The replica's status after its last turn; null while the machine is down.</summary>
    public ReplicaStatus? Status { get; private set; }

    /// <summary>View after the last turn.</summary>
    public ViewNumber View => Status?.View ?? default;

    /// <summary>Whether it runs.</summary>
    public bool IsUp => _replica != null;

    /// <summary>Whether it never runs again in this run.</summary>
    public bool IsDead { get; set; }

    /// <summary>
    /// Whether it may do anything: Byzantine, or a copy of an identity. The checks do not hold for it.
    /// </summary>
    public bool IsByzantine { get; set; }

    /// <summary>
    /// Whether its disk was lost and it does not vote again yet: one of the f faults, though it does no wrong.
    /// </summary>
    public bool HasLostDisk { get; private set; }

    /// <summary>Whether a catch-up is under way.</summary>
    public bool IsCatchingUp { get; private set; }

    /// <summary>What it does wrong when <see cref="IsByzantine"/>.</summary>
    public List<ByzantineBehaviour> Behaviours { get; } = [];

    /// <summary>The key it uses at present, the newest one.</summary>
    public FakeSigner Signer => _signers[^1];

    /// <summary>The key among its own that belongs to a validator of its name; the newest when none does.</summary>
    public FakeSigner SignerIn(Membership membership)
    {
        if (membership.Find(Name) is { } id)
        {
            foreach (var signer in _signers)
            {
                if (signer.PublicKey.Span.SequenceEqual(membership.KeyOf(id)))
                {
                    return signer;
                }
            }
        }

        return Signer;
    }

    /// <summary>Makes another key, which the ledger may give the validator; the node holds both from now on.</summary>
    public FakeSigner AddKey()
    {
        _signers.Add(SimulatedGenesis.SignerOf(Account, _signers.Count));
        if (IsUp)
        {
            // Keys are read at the start of the process.
            Crash(CoverageKind.CrashWhileIdle);
            Start();
        }

        return Signer;
    }

    /// <summary>Does something later, unless this life is over by then.</summary>
    public void After(long delay, Action action)
    {
        var life = _life;
        Cluster.Time.Schedule(delay, () =>
        {
            if (life == _life && IsUp)
            {
                Guarded(action);
            }
        });
    }

    /// <summary>Adds a line to the trace.</summary>
    public void Trace(string what)
    {
        if (Cluster.Trace.IsOn)
        {
            Cluster.Trace.Add(Cluster.Time.Now, Label, what);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Label;
}
