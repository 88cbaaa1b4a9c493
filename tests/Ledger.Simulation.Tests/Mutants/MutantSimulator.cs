using System.Reflection;
using System.Runtime.Loader;
using Ledger.Consensus;

namespace Ledger.Simulation.Tests.Mutants;

/// <summary>
/// The simulator above another build of the rules: both in a load context of their own, everything below them shared.
/// </summary>
internal sealed class MutantSimulator : IDisposable
{
    private const int ThreadCount = 2;

    // Small networks are fast, and one fault is enough for every bug.
    private const int NodeCount = 4;

    private readonly RulesContext _context;
    private readonly Func<ulong, int?, bool, object> _run;
    private readonly PropertyInfo _failure;

    /// <summary>Loads the simulator with the rules.</summary>
    /// <param name="rules">An assembly that takes the place of Ledger.Consensus.</param>
    public MutantSimulator(byte[] rules)
    {
        _context = new RulesContext(rules);
        var run = Find<SeedRun>().GetMethod(nameof(SeedRun.Run), BindingFlags.Public | BindingFlags.Static)!;
        _run = run.CreateDelegate<Func<ulong, int?, bool, object>>();
        _failure = Find<SeedResult>().GetProperty(nameof(SeedResult.Failure))!;
    }

    /// <summary>Runs one seed after another, on two threads, until one fails.</summary>
    /// <param name="first">The first seed.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>The lowest seed that fails, and what failed; null when none does.</returns>
    public (ulong Seed, string Check, string Message)? FindFailure(ulong first, int count)
    {
        var gate = new Lock();
        var next = first;
        (ulong Seed, Exception Failure)? found = null;
        var threads = new Thread[ThreadCount];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(Work);
            threads[i].Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        return found is { } failed ? (failed.Seed, CheckOf(failed.Failure), failed.Failure.Message) : null;

        // Seeds are taken in order, and one that was taken is finished: so the lowest failure is always found.
        void Work()
        {
            while (true)
            {
                ulong seed;
                lock (gate)
                {
                    if (found != null || next >= first + (ulong)count)
                    {
                        return;
                    }

                    seed = next++;
                }

                if (Run(seed) is { } failure)
                {
                    lock (gate)
                    {
                        found = found is { } other && other.Seed < seed ? other : (seed, failure);
                    }
                }
            }
        }
    }

    /// <summary>Runs one seed.</summary>
    /// <returns>Why it failed; null when it held.</returns>
    public Exception? Run(ulong seed) => (Exception?)_failure.GetValue(_run(seed, NodeCount, false));

    /// <inheritdoc/>
    public void Dispose() => _context.Unload();

    /// <summary>Name of the check that fired; the rules' own always-on checks count as one.</summary>
    private string CheckOf(Exception failure)
    {
        var type = Find<SimulationFailedException>();
        return failure.GetType() == type
            ? (string)type.GetProperty(nameof(SimulationFailedException.Check))!.GetValue(failure)!
            : failure is InvalidOperationException ? "the replica's own checks" : failure.GetType().Name;
    }

    private Type Find<T>() => _context.Simulator.GetType(typeof(T).FullName!, throwOnError: true)!;

    private sealed class RulesContext : AssemblyLoadContext
    {
        private readonly Assembly _rules;

        public RulesContext(byte[] rules)
            : base("mutant", isCollectible: true)
        {
            _rules = LoadFromStream(new MemoryStream(rules));
            Simulator = LoadFromAssemblyPath(typeof(SeedRun).Assembly.Location);
        }

        public Assembly Simulator { get; }

        protected override Assembly? Load(AssemblyName name) =>
            name.Name == typeof(Replica).Assembly.GetName().Name ? _rules : null;
    }
}
