namespace Ledger.Simulation;

/// <summary>What a run is made of.</summary>
internal sealed record ClusterOptions
{
    /// <summary>Decides everything that chance decides.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Validators at genesis, 4 or more. Default 4.</summary>
    public int NodeCount { get; init; } = 4;

    /// <summary>Machines beside them that may become validators; they follow the chain. Default none.</summary>
    public int SpareCount { get; init; }

    /// <summary>Validators that run twice, by number: two machines with one identity.</summary>
    public IReadOnlyList<int> Twins { get; init; } = [];

    /// <summary>Whether every step is written down.</summary>
    public bool IsTraced { get; init; }
}
