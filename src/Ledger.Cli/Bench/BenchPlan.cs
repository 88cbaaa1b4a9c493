namespace Ledger.Cli.Bench;

/// <summary>How long and how hard <c>ledger bench</c> loads the network.</summary>
public sealed record BenchPlan
{
    /// <summary>Validators.</summary>
    public const int Nodes = 4;

    /// <summary>Client connections, each with an account and key of its own, spread over the nodes.</summary>
    public int Clients { get; init; } = 8;

    /// <summary>The nodes' timers, as their configuration names them.</summary>
    public string Timers { get; init; } = FailoverPlan.DefaultProfile;

    /// <summary>Time at full load before measuring: the compilers' and caches' time.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Measured time of each workload.</summary>
    public TimeSpan Measured { get; init; } = TimeSpan.FromSeconds(10);
}
