using System.Diagnostics;
using System.Globalization;
using Ledger.Chaincode;
using Ledger.Chaincode.Metering;
using Ledger.Metering.Tests;
using Ledger.Primitives;
using Mono.Cecil;

namespace Ledger.Benchmarks.Chaincode;

/// <summary>What calls cost through the executor, metered and not, and what an interpreter would make of them.</summary>
internal static class CallTable
{
    /// <summary>The argument that runs it.</summary>
    public const string Argument = "calls";

    private const int Bids = 1_000;
    private const int Runs = 9;

    /// <summary>Prints the table.</summary>
    public static void Run()
    {
        Console.WriteLine("| call | metered µs | unmetered µs | calls/s metered | gas |");
        Console.WriteLine("|---|---|---|---|---|");
        var transfer = new RecordWriter().Text("cell1/home-01").Text("cell1/home-02").Long(5).ToArray();
        var clear = new RecordWriter().Int(Bids).ToArray();
        Row("empty, 64 in an envelope", new ContractCall("bench", "empty", default), 64, 100);
        Row("empty, alone", new ContractCall("bench", "empty", default), 1, 2_000);
        Row("transfer, 64 in an envelope", new ContractCall("bench", "transfer", transfer), 64, 40);
        Row($"clearing of {Bids} bids", new ContractCall("bench", "clear", clear), 1, 200);
        var (metered, plain, interpreted) = Clearing();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"the clearing alone: metered {metered:0.0} µs, unmetered {plain:0.0} µs ({metered / plain:0.00} times), " +
            $"interpreted {interpreted:0.0} µs ({interpreted / metered:0} times the metered one)"));
    }

    private static void Row(string name, ContractCall call, int calls, int envelopes)
    {
        var (metered, gas) = Executed(true, call, calls, envelopes);
        var (plain, _) = Executed(false, call, calls, envelopes);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {metered:0.00} | {plain:0.00} | {1_000_000 / metered:0} | {gas} |"));
    }

    private static (double Microseconds, ulong Gas) Executed(bool metered, ContractCall call, int calls, int envelopes)
    {
        var ledger = new BenchLedger(metered);
        var batch = ledger.Batch(call, calls, envelopes);
        var best = double.MaxValue;
        var gas = 0UL;
        for (var i = 0; i < Runs; i++)
        {
            var watch = Stopwatch.StartNew();
            var result = ledger.Execute(batch);
            best = Math.Min(best, watch.Elapsed.TotalMicroseconds);
            gas = result.Receipts[0].Calls[0].GasUsed;
            if (result.Receipts.Any(r => r.Status != ReceiptStatus.Ok))
            {
                throw new InvalidOperationException(result.Receipts.First(r => r.Status != ReceiptStatus.Ok).Message);
            }
        }

        return (best / (calls * envelopes), gas);
    }

    private static (double Metered, double Plain, double Interpreted) Clearing()
    {
        var meter = new Meter();
        meter.Attach();
        var machine = new Machine(ModuleDefinition.ReadModule(new MemoryStream(BenchPackage.Compiled)));
        return (
            Best(meter, 200, BenchPackage.Method(true, "Clearing")),
            Best(meter, 200, BenchPackage.Method(false, "Clearing")),
            Best(meter, 5, bids => machine.Run("Corpus", "Clearing", Value.Int(bids)).Bits));
    }

    private static double Best(Meter meter, int repeat, Func<int, long> program)
    {
        var best = double.MaxValue;
        for (var i = 0; i < Runs; i++)
        {
            meter.Begin(long.MaxValue / 4, long.MaxValue / 4, 10_000_000);
            var watch = Stopwatch.StartNew();
            for (var j = 0; j < repeat; j++)
            {
                program(Bids);
            }

            best = Math.Min(best, watch.Elapsed.TotalMicroseconds / repeat);
        }

        return best;
    }
}
