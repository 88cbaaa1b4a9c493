namespace Ledger.Simulation;

/// <summary>Every invariant of a run. Each stands alone and can be fed a history by hand.</summary>
internal sealed class ClusterChecks(SimulatedGenesis genesis)
{
    /// <summary>Agreement on headers.</summary>
    public AgreedChain Chain { get; } = new(genesis.ChainId, genesis.Membership);

    /// <summary>Certificates of blocks and checkpoints.</summary>
    public CertificateCheck Certificates { get; } = new(genesis.ChainId);

    /// <summary>Nobody honest contradicts itself.</summary>
    public SelfContradictionCheck Contradictions { get; } = new();

    /// <summary>What is executed was signed, in its window, once.</summary>
    public TransactionCheck Transactions { get; } = new(genesis.ChainId);

    /// <summary>The contract's books.</summary>
    public LedgerCheck Ledger { get; } = new();

    /// <summary>Watermarks.</summary>
    public WatermarkCheck Watermarks { get; } = new(SimulatedGenesis.Parameters);

    /// <summary>Bounds of queues and records.</summary>
    public MemoryCheck Memory { get; } = new(TimerProfile.OptionsFor(genesis.ChainId));

    /// <summary>Progress and agreement after healing.</summary>
    public ConvergenceCheck Convergence { get; } = new();
}
