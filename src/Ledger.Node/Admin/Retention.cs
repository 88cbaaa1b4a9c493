using System.Diagnostics;
using Ledger.Node.Execution;
using Ledger.Primitives;
using Ledger.Runtime;
using Ledger.Storage;
using Microsoft.Extensions.Logging;

namespace Ledger.Node.Admin;

/// <summary>
/// Gives up old blocks and history by itself, as the configuration and the contracts say: never above the last stable checkpoint, in steps
/// of bounded size, and for at most a tenth of the time.
/// </summary>
internal sealed class Retention
{
    /// <summary>Blocks that must have become too many before anything is done: each step compacts files.</summary>
    public const ulong StepBlocksMin = 64;

    /// <summary>Blocks given up in one step.</summary>
    public const ulong StepBlocksMax = 4_096;

    /// <summary>After a step, the pause is so many times as long as the step took.</summary>
    private const int PauseFactor = 9;

    private const ulong DayMilliseconds = 24 * 3600 * 1000;

    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(200);

    private readonly RetentionConfiguration _configuration;
    private readonly LedgerStore _store;
    private readonly Maintenance _maintenance;
    private readonly BlockFeed _feed;
    private readonly Func<SequenceNumber> _stable;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <summary>For one store.</summary>
    /// <param name="configuration">What is kept.</param>
    /// <param name="store">The ledger.</param>
    /// <param name="maintenance">Does the work.</param>
    /// <param name="feed">Tells of new blocks.</param>
    /// <param name="stable">Height of the last stable checkpoint.</param>
    /// <param name="time">For pauses.</param>
    /// <param name="log">Hears of each step.</param>
    public Retention(
        RetentionConfiguration configuration, LedgerStore store, Maintenance maintenance, BlockFeed feed,
        Func<SequenceNumber> stable, TimeProvider time, ILogger log)
    {
        _configuration = configuration;
        _store = store;
        _maintenance = maintenance;
        _feed = feed;
        _stable = stable;
        _time = time;
        _log = log;
    }

    /// <summary>Goes on until the node stops.</summary>
    /// <exception cref="StorageException">The disk failed.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            while (NextStep() is { } plan)
            {
                var began = Stopwatch.GetTimestamp();
                await _maintenance.PruneAsync(plan, cancellation).ConfigureAwait(false);
                _log.Retained(_store.LowestBlock.Value, _store.LowestHistory.Value);
                foreach (var pruning in plan.Contracts)
                {
                    _log.RetainedOfContract(pruning.Contract, pruning.LowestHistory);
                }

                var pause = Stopwatch.GetElapsedTime(began) * PauseFactor;
                await Task.Delay(pause > PauseMin ? pause : PauseMin, _time, cancellation).ConfigureAwait(false);
            }

            await _feed.WaitForAsync(new SequenceNumber(_feed.Height.Value + StepBlocksMin), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What can be given up at this moment, at most one step of it; null when that is not worth a step.</summary>
    internal PrunePlan? NextStep()
    {
        var stable = _stable().Value;
        var height = Math.Min(stable, _store.Height.Value);
        var block = Step(_store.LowestBlock.Value, BlockTarget(height));
        var history = Step(_store.LowestHistory.Value, HistoryTarget(height));
        var contracts = _configuration.ContractAges ? StepsOfContracts(height, history ?? 0) : [];
        return block != null || history != null || contracts.Count > 0
            ? new PrunePlan(block, history) { Contracts = contracts }
            : null;
    }

    /// <summary>Contracts with earlier values that are older than the contract says they are of use.</summary>
    private List<ContractPruning> StepsOfContracts(ulong height, ulong lowestHistory)
    {
        var steps = new List<ContractPruning>();
        using var snapshot = _store.Snapshot();
        foreach (var (contract, days) in HistoryAge.Read(snapshot, snapshot.Height.Value))
        {
            var pruning = new ContractPruning(contract, FirstYoungerThan((ulong)days * DayMilliseconds, height, 1));
            var lowest = Math.Max(_store.LowestHistoryOf(pruning.KeyPrefix).Value, lowestHistory);
            if (pruning.LowestHistory >= lowest + StepBlocksMin)
            {
                steps.Add(pruning);
            }
        }

        return steps;
    }

    private static ulong? Step(ulong lowest, ulong target) =>
        target < lowest + StepBlocksMin ? null : Math.Min(target, lowest + StepBlocksMax);

    /// <summary>The lowest block that must stay.</summary>
    private ulong BlockTarget(ulong height)
    {
        if ((_configuration.Blocks == null && _configuration.Days == null) || height <= _maintenance.ValidityWindow)
        {
            return 0;
        }

        var target = height - _maintenance.ValidityWindow;
        if (_configuration.Blocks is { } blocks)
        {
            target = Math.Min(target, PrunePlan.LowestOf(height, (ulong)blocks));
        }

        if (_configuration.Days is { } days)
        {
            target = Math.Min(target, FirstYoungerThan((ulong)days * DayMilliseconds, height, _store.LowestBlock.Value));
        }

        return target;
    }

    private ulong HistoryTarget(ulong height) =>
        _configuration.HistoryBlocks is { } blocks && height > 0 ? PrunePlan.LowestOf(height, (ulong)blocks) : 0;

    /// <summary>
    /// The lowest block whose ledger time is less than an age before the head's. Time never falls along the chain, so
    /// halving finds it; headers below a snapshot are not there, and older than all others.
    /// </summary>
    private ulong FirstYoungerThan(ulong ageMilliseconds, ulong height, ulong lowest)
    {
        var newest = _store.ReadHeader(new SequenceNumber(height))?.TimeMilliseconds ?? 0;
        if (newest <= ageMilliseconds)
        {
            return 0;
        }

        var (low, high) = (lowest, height);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var time = _store.ReadHeader(new SequenceNumber(middle))?.TimeMilliseconds ?? 0;
            if (time < newest - ageMilliseconds)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
