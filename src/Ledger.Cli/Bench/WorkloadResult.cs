namespace Ledger.Cli.Bench;

/// <summary>What a workload reached.</summary>
public sealed record WorkloadResult
{
    /// <summary>Name of the workload.</summary>
    public required string Name { get; init; }

    /// <summary>Calls under one signature.</summary>
    public required int CallsPerEnvelope { get; init; }

    /// <summary>Transactions counted: receipts that came back Ok while measuring.</summary>
    public required int Transactions { get; init; }

    /// <summary>Signed transactions a second.</summary>
    public required double TxPerSecond { get; init; }

    /// <summary>Executed calls a second.</summary>
    public required double CallsPerSecond { get; init; }

    /// <summary>From the client's signature to the receipt in the client's hands.</summary>
    public required LatencyMs LatencyMs { get; init; }

    /// <summary>Processor time of one node for one transaction, the mean over the nodes, µs.</summary>
    public required double CpuMicrosPerTxPerNode { get; init; }

    /// <summary>One bare signature check on this machine, µs; set once for the whole report.</summary>
    public double VerifyMicros { get; init; }

    /// <summary>Sums up the samples.</summary>
    public static WorkloadResult Of(Workload workload, TimeSpan elapsed, List<TimeSpan> latencies, TimeSpan cpuPerNode)
    {
        var rate = latencies.Count / elapsed.TotalSeconds;
        return new WorkloadResult
        {
            Name = workload.Name,
            CallsPerEnvelope = workload.CallsPerEnvelope,
            Transactions = latencies.Count,
            TxPerSecond = Math.Round(rate, 1),
            CallsPerSecond = Math.Round(rate * workload.CallsPerEnvelope, 1),
            LatencyMs = LatencyMs.Of(Percentiles.Of(latencies)),
            CpuMicrosPerTxPerNode = Math.Round(cpuPerNode.TotalMicroseconds / Math.Max(1, latencies.Count), 1),
        };
    }
}
