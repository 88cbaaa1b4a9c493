using System.Diagnostics;
using Ledger.Client;

namespace Ledger.Cli.Bench;

/// <summary>
/// Runs a workload: every client keeps its number of transactions in flight over one stream. What is counted was
/// signed by the client, ordered,
/// executed and synced by the nodes, and its receipt has come back; a receipt that is not Ok fails the run.
/// </summary>
public sealed class LoadRunner
{
    private readonly BenchNetwork _network;
    private readonly BenchPlan _plan;
    private readonly List<TimeSpan> _latencies = [];
    private readonly Lock _lock = new();
    private volatile bool _measuring;
    private string? _failure;

    /// <summary>Keeps what to load and how.</summary>
    public LoadRunner(BenchNetwork network, BenchPlan plan)
    {
        _network = network;
        _plan = plan;
    }

    /// <summary>Warms up, measures, drains.</summary>
    /// <exception cref="CommandException">A transaction failed.</exception>
    public async Task<WorkloadResult> RunAsync(Workload workload, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var loads = _network.Clients.Select(c => Task.Run(() => LoadAsync(c, workload, stop.Token), cancellation)).ToArray();
        await Task.Delay(_plan.WarmUp, cancellation).ConfigureAwait(false);
        var cpuBefore = await CpuAsync(cancellation).ConfigureAwait(false);
        var began = Stopwatch.GetTimestamp();
        _measuring = true;
        await Task.Delay(_plan.Measured, cancellation).ConfigureAwait(false);
        _measuring = false;
        var elapsed = Stopwatch.GetElapsedTime(began);
        var cpuAfter = await CpuAsync(cancellation).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(loads).ConfigureAwait(false);
        if (_failure != null)
        {
            throw CommandException.Failed($"{workload.Name}: {_failure}");
        }

        return WorkloadResult.Of(workload, elapsed, _latencies, (cpuAfter - cpuBefore) / _network.Observers.Count);
    }

    private async Task LoadAsync(BenchClient client, Workload workload, CancellationToken stop)
    {
        var stream = client.Connection.Client.OpenSubmitStream(workload.InFlight);
        await using (stream.ConfigureAwait(false))
        {
            while (!stop.IsCancellationRequested && _failure == null)
            {
                var calls = workload.Make(client, client.Made++);
                var began = Stopwatch.GetTimestamp();
                try
                {
                    var final = await stream.SubmitAsync(calls, atomic: false, stop).ConfigureAwait(false);
                    _ = RecordAsync(final, began);
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    break;
                }
                catch (LedgerException e)
                {
                    _failure ??= e.Message;
                }
            }

            await stream.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task RecordAsync(Task<TransactionReceipt> final, long began)
    {
        try
        {
            var receipt = await final.ConfigureAwait(false);
            if (!receipt.IsOk)
            {
                _failure ??= $"a receipt says {receipt.Status}: {receipt.Message}";
            }
            else if (_measuring)
            {
                var latency = Stopwatch.GetElapsedTime(began);
                lock (_lock)
                {
                    _latencies.Add(latency);
                }
            }
        }
        catch (LedgerException e)
        {
            _failure ??= e.Message;
        }
    }

    private async Task<TimeSpan> CpuAsync(CancellationToken cancellation)
    {
        var total = TimeSpan.Zero;
        foreach (var observer in _network.Observers)
        {
            total += (await observer.Client.StatusAsync(cancellation).ConfigureAwait(false)).ProcessorTime;
        }

        return total;
    }
}
