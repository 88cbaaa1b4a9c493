using System.Diagnostics;
using System.Globalization;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Benchmarks.Storage;

/// <summary>
/// Blocks of 1,000 transactions and 2,000 key writes on a large state, synced, for a while: time and processor time of
/// a block, memory of the process, what reaches the disk for a transaction. Prints one table row.
/// </summary>
internal static class StoreSoak
{
    private const int WarmUpBlocks = 20;
    private const string OwnThread = "/proc/thread-self";

    /// <summary>
    /// First argument that starts it; then the number of keys, the seconds to run and, when it is not the default, the
    /// memory for tree nodes in MiB.
    /// </summary>
    public const string Argument = "soak-storage";

    /// <summary>Fills, runs, reports.</summary>
    public static void Run(int keys, int seconds, int? nodeMegabytes)
    {
        var directory = Directory.CreateTempSubdirectory("ledger-soak-");
        try
        {
            var options = new StoreOptions();
            options = nodeMegabytes is { } megabytes ? options with { TreeNodeBytesMax = (long)megabytes << 20 } : options;
            Run(Path.Combine(directory.FullName, "node"), keys, TimeSpan.FromSeconds(seconds), options);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static void Run(string directory, int keys, TimeSpan duration, StoreOptions options)
    {
        var chain = new BenchmarkChain(keys);
        using var store = LedgerStore.Open(directory, BenchmarkChain.Id, options);
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
        var (stageOwn, commitOwn, processor) = (0.0, 0.0, TimeSpan.Zero);
        var (written, disk, size) = (WrittenBytes(), store.DiskBytes, store.ReadBlockBytes(store.Height)!.Length);
        var (background, collections, paused) = (BackgroundTime(), GC.CollectionCount(0), GC.GetTotalPauseDuration());
        watch.Restart();
        while (watch.Elapsed < duration)
        {
            var (writes, transactions) = (chain.NextWrites(), chain.NextTransactions());
            var (before, memory) = (ProcessorTime(), GC.GetAllocatedBytesForCurrentThread());
            var thread = ThreadTime(OwnThread);
            var start = Stopwatch.GetTimestamp();
            var pending = store.Stage(null, store.Height.Next, writes);
            stage.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            stageOwn += ThreadTime(OwnThread) - thread;
            allocated += GC.GetAllocatedBytesForCurrentThread() - memory;
            processor += ProcessorTime() - before;

            var block = BenchmarkChain.MakeBlock(store, pending, transactions);
            (before, memory) = (ProcessorTime(), GC.GetAllocatedBytesForCurrentThread());
            thread = ThreadTime(OwnThread);
            start = Stopwatch.GetTimestamp();
            store.CommitBlock(block, pending, sync: true);
            commit.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            commitOwn += ThreadTime(OwnThread) - thread;
            allocated += GC.GetAllocatedBytesForCurrentThread() - memory;
            processor += ProcessorTime() - before;
            own += size + writes.Sum(w => w.Key.Length + w.Value!.Length);
            sizeMax = Math.Max(sizeMax, Environment.WorkingSet);
        }

        var blocks = stage.Count;
        Say($"blocks {blocks}; stage ms p50 {Middle(stage)}, commit (synced) ms p50 {Middle(commit)}");
        Say($"processor ms a block {processor.TotalMilliseconds / blocks:F1} (all threads, during stage and commit)");
        Say($"  own thread: stage {stageOwn / blocks:F1}, commit {commitOwn / blocks:F1}");
        Say($"  flush and compaction, also between blocks: {(BackgroundTime() - background) / blocks:F1}");
        paused = GC.GetTotalPauseDuration() - paused;
        collections = GC.CollectionCount(0) - collections;
        Say($"collections {collections}, paused ms a block {paused.TotalMilliseconds / blocks:F1}");
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
        var back = Math.Min(100, store.Height.Value - store.LowestProvableState.Value);
        times.Clear();
        for (var i = 0; i < 100; i++)
        {
            var key = chain.RandomKey();
            var start = Stopwatch.GetTimestamp();
            store.ReadAt(key, new SequenceNumber(store.Height.Value - back));
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        Say($"proof {back} blocks back us p50 {Middle(times)}");
    }

    private static string Middle(List<double> values) =>
        values.Order().ElementAt(values.Count / 2).ToString("F1", CultureInfo.InvariantCulture);

    private static long Megabytes(long bytes) => bytes / 1_000_000;

    private static TimeSpan ProcessorTime() => Process.GetCurrentProcess().TotalProcessorTime;

    /// <summary>Milliseconds that RocksDB's own threads have used.</summary>
    private static double BackgroundTime()
    {
        const string Tasks = "/proc/self/task";
        return !Directory.Exists(Tasks) ? 0 : Directory.GetDirectories(Tasks)
            .Where(t => File.ReadAllText(Path.Combine(t, "comm")).StartsWith("rocksdb", StringComparison.Ordinal))
            .Sum(ThreadTime);
    }

    /// <summary>Milliseconds that a thread has used, as the kernel counts them; 0 where it does not.</summary>
    private static double ThreadTime(string directory)
    {
        var file = Path.Combine(directory, "schedstat");
        return File.Exists(file)
            ? long.Parse(File.ReadAllText(file).Split(' ')[0], CultureInfo.InvariantCulture) / 1e6
            : 0;
    }

    /// <summary>What the process has sent to the block layer, as the kernel counts it; 0 where it does not.</summary>
    private static long WrittenBytes()
    {
        const string Counters = "/proc/self/io";
        const string Name = "write_bytes: ";
        var line = File.Exists(Counters)
            ? File.ReadLines(Counters).FirstOrDefault(l => l.StartsWith(Name, StringComparison.Ordinal))
            : null;
        return line == null ? 0 : long.Parse(line.AsSpan(Name.Length), CultureInfo.InvariantCulture);
    }

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
