using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Identity;

namespace Ledger.Cli.Bench;

/// <summary>Everything that <c>ledger bench</c> says, with what it was measured on.</summary>
public sealed partial record BenchReport
{
    /// <summary>Processors that all nodes and clients shared.</summary>
    public int Processors { get; init; } = Environment.ProcessorCount;

    /// <summary>Operating system and runtime.</summary>
    public string Platform { get; init; } = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    /// <summary>What was on.</summary>
    public string Conditions { get; init; } =
        "4 node processes and the clients on one machine over loopback; mutual TLS 1.3; every transaction signed by its client and " +
        "checked by every node; executed; blocks and votes synced; the receipt back at the client";

    /// <summary>Client connections.</summary>
    public required int Clients { get; init; }

    /// <summary>Seconds measured for each workload.</summary>
    public required double SecondsMeasured { get; init; }

    /// <summary>The workloads.</summary>
    public required IReadOnlyList<WorkloadResult> Workloads { get; init; }

    /// <summary>The report as indented JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BenchJson.Default.BenchReport);

    /// <summary>Cost of one bare Ed25519 check of a transfer-sized message, µs: the least disturbed of several rounds.</summary>
    public static double MeasureVerify()
    {
        const int Rounds = 15;
        const int PerRound = 100;
        using var key = Ed25519KeyPair.Generate();
        var message = new byte[300];
        var signature = new byte[64];
        key.Sign(message, signature);
        var least = double.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            var began = Stopwatch.GetTimestamp();
            for (var j = 0; j < PerRound; j++)
            {
                Ed25519.Instance.Verify(key.PublicKey.Span, message, signature);
            }

            least = Math.Min(least, Stopwatch.GetElapsedTime(began).TotalMicroseconds / PerRound);
        }

        return Math.Round(least, 1);
    }

    [JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(BenchReport))]
    private sealed partial class BenchJson : JsonSerializerContext
    {
    }
}
