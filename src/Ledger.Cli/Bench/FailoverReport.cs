using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Cli.Bench;

/// <summary>Everything that <c>ledger bench --failover</c> says, with how it was measured.</summary>
public sealed partial record FailoverReport
{
    /// <summary>How the gap is measured, for help, reports and documents.</summary>
    public const string Method =
        "the primary's process is killed (SIGKILL) under load; the gap is the longest time between two consecutive blocks in the " +
        "block feed of a surviving node, as a client that checks them receives them, from the last one before the kill until the " +
        "new view has committed 50 blocks; the killed node is restarted and keeps up with the others before the next kill";

    /// <summary>Processors that all nodes and clients shared.</summary>
    public int Processors { get; init; } = Environment.ProcessorCount;

    /// <summary>Operating system and runtime.</summary>
    public string Platform { get; init; } = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    /// <summary>How it was measured.</summary>
    public string MeasuredBy { get; init; } = Method;

    /// <summary>The nodes' timers.</summary>
    public required string Profile { get; init; }

    /// <summary>Validators.</summary>
    public required int Nodes { get; init; }

    /// <summary>Client connections.</summary>
    public required int Clients { get; init; }

    /// <summary>Transactions that each client kept in flight.</summary>
    public required int InFlight { get; init; }

    /// <summary>Transactions whose receipts came back Ok during the whole run.</summary>
    public required long Transactions { get; init; }

    /// <summary>The kills in order.</summary>
    public required IReadOnlyList<FailoverGap> Gaps { get; init; }

    /// <summary>Middle gap, or the mean of the two in the middle.</summary>
    public double MedianMs => Median([.. Gaps.Select(g => g.GapMs)]);

    /// <summary>Shortest gap.</summary>
    public double MinMs => Gaps.Min(g => g.GapMs);

    /// <summary>Longest gap.</summary>
    public double MaxMs => Gaps.Max(g => g.GapMs);

    /// <summary>The report as indented JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FailoverJson.Default.FailoverReport);

    private static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : Math.Round((values[middle - 1] + values[middle]) / 2, 1);
    }

    [JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(FailoverReport))]
    private sealed partial class FailoverJson : JsonSerializerContext
    {
    }
}
