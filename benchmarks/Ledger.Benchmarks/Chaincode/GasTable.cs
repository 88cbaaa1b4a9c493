using System.Diagnostics;
using System.Globalization;
using Ledger.Chaincode.Metering;

namespace Ledger.Benchmarks.Chaincode;

/// <summary>Holds gas against time: for each program of the corpus what a round takes with and without the meter.</summary>
internal static class GasTable
{
    /// <summary>The argument that runs it.</summary>
    public const string Argument = "gas";

    private const int Runs = 7;
    private const double TargetMilliseconds = 20;

    /// <summary>Prints the table; the last lines say how far gas and time are apart at most.</summary>
    public static void Run()
    {
        var meter = new Meter();
        meter.Attach();
        Console.WriteLine("| program | ns a round | unmetered | metered / unmetered | gas a round | gas / ns |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var ratios = new List<(double Ratio, string Name)>();
        foreach (var name in BenchPackage.Names)
        {
            var metered = BenchPackage.Method(true, name);
            var plain = BenchPackage.Method(false, name);
            var rounds = Rounds(plain, meter);
            var (time, gas) = Measure(metered, rounds, meter);
            var (bare, _) = Measure(plain, rounds, meter);
            ratios.Add((gas / time, name));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {time:0.00} | {bare:0.00} | {time / bare:0.00} | {gas:0.00} | {gas / time:0.00} |"));
        }

        ratios.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"lowest {ratios[0].Ratio:0.00} ({ratios[0].Name}), highest {ratios[^1].Ratio:0.00} ({ratios[^1].Name}), " +
            $"median {ratios[ratios.Count / 2].Ratio:0.00}"));
    }

    private static int Rounds(Func<int, long> program, Meter meter)
    {
        var rounds = 1_000;
        while (rounds < 50_000_000)
        {
            var watch = Stopwatch.StartNew();
            meter.Begin(long.MaxValue / 4, long.MaxValue / 4, 10_000_000);
            program(rounds);
            if (watch.Elapsed.TotalMilliseconds > TargetMilliseconds)
            {
                break;
            }

            rounds = (int)(rounds * Math.Clamp(1.2 * TargetMilliseconds / watch.Elapsed.TotalMilliseconds, 1.5, 10));
        }

        return rounds;
    }

    // The quickest of some runs, since everything else on the machine only ever makes them slower.
    private static (double Nanoseconds, double Gas) Measure(Func<int, long> program, int rounds, Meter meter)
    {
        var best = double.MaxValue;
        for (var i = 0; i < Runs; i++)
        {
            meter.Begin(long.MaxValue / 4, long.MaxValue / 4, 10_000_000);
            var watch = Stopwatch.StartNew();
            program(rounds);
            best = Math.Min(best, watch.Elapsed.TotalNanoseconds);
        }

        return (best / rounds, (double)meter.GasUsed / rounds);
    }
}
