namespace Ledger.Cli.Bench;

/// <summary>What <c>ledger bench --failover</c> does.</summary>
public sealed record FailoverPlan
{
    /// <summary>The nodes' timers for networks of any kind.</summary>
    public const string DefaultProfile = "default";

    /// <summary>Short timers, for nodes that are near each other.</summary>
    public const string FastProfile = "fast";

    /// <summary>Most kills in one go.</summary>
    public const int RunsMax = 100;

    /// <summary>Kills of the primary, one after another; 5 by default, 1 to <see cref="RunsMax"/>.</summary>
    public int Runs { get; init; } = 5;

    /// <summary>The nodes' timers: <see cref="DefaultProfile"/> or <see cref="FastProfile"/>.</summary>
    public string Profile { get; init; } = DefaultProfile;

    /// <summary>Client connections, spread over the nodes; each goes to the next node when it loses its own.</summary>
    public int Clients { get; init; } = 8;

    /// <summary>Transactions that each client keeps in flight.</summary>
    public int InFlight { get; init; } = 16;

    /// <summary>Commits that must be seen before a kill, so that the load is there.</summary>
    public int CommitsBefore { get; init; } = 50;

    /// <summary>
    /// Commits in the new view after which the window ends in which the gap is looked for: a network that stumbles
    /// again after its first steps shows it.
    /// </summary>
    public int CommitsAfter { get; init; } = 50;

    /// <summary>Checks the values.</summary>
    /// <exception cref="CommandException">One is out of its range: bad input.</exception>
    public void Validate()
    {
        if (Runs is < 1 or > RunsMax)
        {
            throw CommandException.BadInput($"--runs is 1 to {RunsMax}, not {Runs}");
        }

        if (Profile is not (DefaultProfile or FastProfile))
        {
            throw CommandException.BadInput($"--profile is {DefaultProfile} or {FastProfile}, not '{Profile}'");
        }
    }
}
