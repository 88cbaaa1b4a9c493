using System.Diagnostics;
using System.Globalization;
using Ledger.Storage;

namespace Ledger.Benchmarks.Storage;

/// <summary>
/// Blocks of 1,000 transactions and 2,000 key writes on a large state, synced, for a while: time and processor time of
/// a block, memory of the process, what reaches the disk for a transaction. Prints one table row.
/// </summary>
internal static class StoreSoak
{
    private const int WarmUpBlocks = 20;

    /// <summary>First argument that starts it; then the number of keys and the seconds to run.</summary>
    public const string Argument = "soak-storage";

    /// <summary>Fills, runs, reports.</summary>
    public static void Run(int keys, int seconds)
    {
        var directory = Directory.CreateTempSubdirectory("ledger-soak-");
        try
        {
            Run(Path.Combine(directory.FullName, "node"), keys, TimeSpan.FromSeconds(seconds));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static void Run(string directory, int keys, TimeSpan duration)
    {
        var chain = new BenchmarkChain(keys);
        using var store = LedgerStore.Open(directory, BenchmarkChain.Id);
        var watch = Stopwatch.StartNew();
        chain.Fill(store);
        Say($"{keys} keys written in {watch.Elapsed.TotalSeconds:F1} s, {Megabytes(store.DiskBytes)} MB on disk");
        for (var i = 0; i < WarmUpBlocks; i++)
        {
            BenchmarkChain.Commit(store, chain.NextWrites(), chain.NextTransactions());
        }

        var stage = new List<double>();
        var commit = new List<double>();
        var (own, allocated, sizeMax) = (0L, 0L, 0L);
        var (processor, written, disk) = (TimeSpan.Zero, WrittenBytes(), store.DiskBytes);
        watch.Restart();
        while (watch.Elapsed < duration)
        {
            var (writes, transactions) = (chain.NextWrites(), chain.NextTransactions());
            var (before, memory) = (ProcessorTime(), GC.GetAllocatedBytesForCurrentThread());
            var start = Stopwatch.GetTimestamp();
            var pending = store.Stage(null, store.Height.Next, writes);
            stage.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            allocated += GC.GetAllocatedBytesForCurrentThread() - memory;
            processor += ProcessorTime() - before;

            var block = BenchmarkChain.MakeBlock(store, pending, transactions);
            (before, memory) = (ProcessorTime(), GC.GetAllocatedBytesForCurrentThread());
            start = Stopwatch.GetTimestamp();
            store.CommitBlock(block, pending, sync: true);
            commit.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            allocated += GC.GetAllocatedBytesForCurrentThread() - memory;
            processor += ProcessorTime() - before;
            own += block.Encode().Length + writes.Sum(w => w.Key.Length + w.Value!.Length);
            sizeMax = Math.Max(sizeMax, Environment.WorkingSet);
        }

        var blocks = stage.Count;
        Say($"blocks {blocks}; stage ms p50 {Middle(stage)}, commit (synced) ms p50 {Middle(commit)}");
        Say($"processor ms a block {processor.TotalMilliseconds / blocks:F1} (all threads, flush and compaction too)");
        Say($"allocated KB a block {allocated / blocks / 1024}; working set MB at most {Megabytes(sizeMax)}");
        var transactionCount = (double)blocks * BenchmarkChain.TransactionsPerBlock;
        written = WrittenBytes() - written;
        Say($"written {written / transactionCount:F0} bytes a transaction, {(double)written / own:F1} times its own");
        Say($"disk grown by {(store.DiskBytes - disk) / transactionCount:F0} bytes a transaction");
        Prove(store, chain);
    }

    private static void Prove(LedgerStore store, BenchmarkChain chain)
    {
        const int Proofs = 5_000;
        using var snapshot = store.Snapshot();
        var times = new List<double>(Proofs);
        for (var i = 0; i < Proofs; i++)
        {
            var key = chain.RandomKey();
            var start = Stopwatch.GetTimestamp();
            snapshot.ReadWithProof(key);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        Say($"proof of a random key us p50 {Middle(times)}, p99 {times.Order().ElementAt(Proofs * 99 / 100):F0}");
    }

    private static string Middle(List<double> values) =>
        values.Order().ElementAt(values.Count / 2).ToString("F1", CultureInfo.InvariantCulture);

    private static long Megabytes(long bytes) => bytes / 1_000_000;

    private static TimeSpan ProcessorTime() => Process.GetCurrentProcess().TotalProcessorTime;

    /// <summary>What the process has sent to the block layer, as the kernel counts it; 0 where it does not.</summary>
    private static long WrittenBytes()
    {
        const string File = "/proc/self/io";
        const string Name = "write_bytes: ";
        var line = System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(l => l.StartsWith(Name, StringComparison.Ordinal))
            : null;
        return line == null ? 0 : long.Parse(line.AsSpan(Name.Length), CultureInfo.InvariantCulture);
    }

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
