using Ledger.Cli.Demo.Grid;

namespace Ledger.Cli.Demo.Checks;

/// <summary>What the demo itself saw, beside what the ledger says. Immutable.</summary>
/// <param name="Slots">Slots that were to be traded.</param>
/// <param name="Homes">Homes that took part.</param>
/// <param name="Outage">How the killed node came back that was chosen beforehand.</param>
/// <param name="ForbiddenOfferDenied">
/// Whether the offer of a load-only asset was refused for lack of permission.
/// </param>
/// <param name="ForbiddenOfferAnswer">What it was answered.</param>
public sealed record RunFacts(
    int Slots, int Homes, OutageResult? Outage, bool ForbiddenOfferDenied, string ForbiddenOfferAnswer)
{
    /// <summary>How the killed primary came back; null when it was not killed, for lack of slots.</summary>
    public OutageResult? PrimaryOutage { get; init; }

    /// <summary>Mechanism that cleared the slots.</summary>
    public string Mechanism { get; init; } = DemoMechanism.Default;

    /// <summary>Feeder that had to bear it, <see cref="DemoFeeder.None"/> for none.</summary>
    public string Feeder { get; init; } = DemoFeeder.None;

    /// <summary>How many homes like it each home stands for.</summary>
    public long Scale { get; init; } = 1;

    /// <summary>Names of the nodes that were killed and restarted.</summary>
    public IReadOnlyList<string> Restarted =>
        [.. new[] { Outage, PrimaryOutage }.OfType<OutageResult>().Select(o => o.Node).Distinct()];
}
