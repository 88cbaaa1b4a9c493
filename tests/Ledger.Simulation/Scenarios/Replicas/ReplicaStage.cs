using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// One production replica with a production verifier in front of it; the scenario plays its host and all others. The host
/// is prompt: what is to be executed or stored is, unless the scenario makes it wait.
/// </summary>
internal sealed partial class ReplicaStage : ScenarioStage
{
    private readonly string _self;
    private readonly SimulatedGenesis _genesis;
    private readonly Epoch _epoch;
    private readonly SeededRandom _random;
    private readonly MessageVerifier _verifier;
    private readonly MessageForge _forge;
    private readonly MessageMatch _match;
    private readonly ModelChain _chain;
    private readonly Trace _trace = new(true);
    private Replica? _replica;
    private long _now;

    /// <summary>Sets the stage; the replica starts with the first thing that happens to it.</summary>
    /// <param name="self">Name of the replica.</param>
    /// <param name="count">Members.</param>
    /// <param name="seed">Decides in which order it finds its records after a restart.</param>
    public ReplicaStage(string self, int count, ulong seed)
    {
        _self = self;
        _genesis = SimulatedGenesis.Of(count);
        _epoch = Epoch.First(_genesis.ChainId, _genesis.Membership);
        _random = new SeededRandom(seed);
        _verifier = new MessageVerifier(FakeVerifier.Instance, _epoch, static _ => false, static _ => { });
        _chain = new ModelChain(_genesis.ChainId, _genesis.Membership);
        Names = new ScenarioNames(
            new TransactionFactory(_genesis, new TransactionCheck(_genesis.ChainId)), static () => 0);
        _forge = new MessageForge(() => _epoch, SignerOf, Names, HeaderHash);
        _match = new MessageMatch(Names, HeaderHash);
        Options = OptionsOf(_genesis.ChainId);
        _forge.IdOf(self);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Trace => _trace.Lines;

    /// <summary>Requests and batches.</summary>
    public ScenarioNames Names { get; }

    /// <summary>Limits and timers; fixed once something has happened.</summary>
    public ReplicaOptions Options { get; private set; }

    /// <summary>The replica's own picture.</summary>
    public ReplicaStatus Status => Running.Status;

    private Replica Running => _replica ?? Start();

    /// <summary>Changes limits before anything has happened.</summary>
    public void Configure(Func<ReplicaOptions, ReplicaOptions> change) =>
        Options = _replica == null ? change(Options) : throw new ScenarioException("limits come before everything else");

    /// <summary>Changes what genesis says.</summary>
    public void Agree(Func<ConsensusParameters, ConsensusParameters> change) =>
        Configure(options => options with { Parameters = change(options.Parameters) });

    /// <summary>Lets time pass; the host ticks whenever the replica has asked for it.</summary>
    public void Advance(long milliseconds)
    {
        for (var end = _now + milliseconds; _now < end;)
        {
            _now = Math.Clamp(Running.NextDeadlineMilliseconds, _now + 1, end);
            Step(Time);
        }
    }

    /// <inheritdoc/>
    public override void RunUntil(Func<string?> flaw) => throw new ScenarioException("time only passes by 'advance'");

    /// <inheritdoc/>
    public override void Settle()
    {
        if (_refusal != null && !_isRefusalExpected)
        {
            throw new ScenarioException($"the message before was refused: {_refusal}");
        }

        _refusal = null;
        _isRefusalExpected = false;
        _effects.Clear();
    }

    private static ReplicaOptions OptionsOf(Digest chainId) => new()
    {
        ChainId = chainId,
        Parameters = new ConsensusParameters { BatchTransactionsMax = 4, WindowSize = 16, CheckpointInterval = 4 },
        ValidityWindowMax = SimulatedGenesis.ValidityWindowMax,
        RequestTimeout = TimeSpan.FromMilliseconds(400),
        CensorshipTimeout = TimeSpan.FromMilliseconds(1600),
        ViewChangeTimeout = TimeSpan.FromMilliseconds(400),
        ViewChangeTimeoutMax = TimeSpan.FromMilliseconds(3200),
        StatusInterval = TimeSpan.FromMilliseconds(100),
        FetchInterval = TimeSpan.FromMilliseconds(20),
    };

    private Tick Time => new(_now, NodeClock.WallClockStart + (ulong)_now);

    private static FakeSigner SignerOf(string node)
    {
        var number = (int)MessagePhrase.NumberOf(node["node".Length..]);
        return SimulatedGenesis.SignerOf($"{SimulatedGenesis.OrganisationOf(number)}/{node}");
    }

    private Digest HeaderHash(ulong height, string? word)
    {
        if (word != null && word[0] == '?')
        {
            return Names.Digest(word);
        }

        if (word == null)
        {
            return _chain.At(height)?.Hash ?? throw new ScenarioException($"nothing is executed at {height}");
        }

        var time = _chain.At(height - 1)?.TimeMilliseconds ?? 0;
        return _chain.Execute(height, word == "null" ? new Batch(time, []) : Names.Batch(word)).Hash;
    }
}
