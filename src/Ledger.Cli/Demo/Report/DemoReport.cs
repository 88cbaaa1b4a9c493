using Ledger.Cli.Demo.Checks;
using Ledger.Cli.Demo.ReadBack;

namespace Ledger.Cli.Demo.Report;

/// <summary>All that is told about a run. Immutable.</summary>
public sealed record DemoReport
{
    /// <summary>What the ledger says.</summary>
    public required LedgerFacts Ledger { get; init; }

    /// <summary>What the demo saw.</summary>
    public required RunFacts Run { get; init; }

    /// <summary>What was checked.</summary>
    public required IReadOnlyList<CheckResult> Checks { get; init; }

    /// <summary>Times of the devices' transactions from handing in to receipt.</summary>
    public required Percentiles Latency { get; init; }

    /// <summary>Time of the whole run.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Time of the trading alone, from the first order to the last settlement.</summary>
    public required TimeSpan TradingTime { get; init; }

    /// <summary>Whether every check holds.</summary>
    public bool Ok => Checks.All(c => c.Ok);

    /// <summary>Transactions on the chain.</summary>
    public int Transactions => Ledger.Chains[0].Transactions;

    /// <summary>Whether a check holds; false when it was not made.</summary>
    public bool Holds(string check) => Checks.Any(c => c.Name == check && c.Ok);
}
