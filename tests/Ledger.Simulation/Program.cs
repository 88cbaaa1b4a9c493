using System.Diagnostics;
using Ledger.Simulation;

const int TailLines = 200;

if (CommandLine.TryParse(args, out var flaw) is not { } command)
{
    Console.Error.WriteLine($"{flaw}  {CommandLine.Usage}");
    return 2;
}

if (command.Scenario is { } scenario)
{
    return PlayScenario(scenario, command);
}

if (command.IsTraced)
{
    var result = SeedRun.Run(command.Seeds.First, command.NodeCount, isTraced: true);
    foreach (var line in result.Trace.Lines)
    {
        Console.WriteLine(line);
    }

    Console.WriteLine(result.Summary);
    Console.WriteLine(result.Failure == null ? "1 passed, 0 failed" : "0 passed, 1 failed");
    return result.Failure == null ? 0 : 1;
}

var batch = new SeedBatch(command.Seeds, command.NodeCount, command.ThreadCount);
var watch = Stopwatch.StartNew();
batch.Run(result =>
{
    Console.WriteLine($"seed {result.Seed} failed: {result.Summary}");
    Console.WriteLine(result.Trace.Tail(TailLines));
    Console.WriteLine(result.Failure is SimulationFailedException e ? e.Message : result.Failure?.ToString());
    Console.WriteLine($"again: --seed {result.Seed} --trace");
});
var processor = Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds;
Console.Write(CoverageTable.Format(batch.Coverage));
Console.WriteLine(
    $"{command.Seeds.Count} seeds in {watch.Elapsed.TotalSeconds:F1} s, " +
    $"{processor / command.Seeds.Count:F1} ms of processor time each");
var missing = CoverageTable.Unexpected(batch.Coverage);
foreach (var kind in missing)
{
    Console.WriteLine($"never happened: {CoverageTable.NameOf(kind)}");
}

Console.WriteLine($"{batch.PassedCount} passed, {batch.Failures.Count} failed");
return batch.Failures.Count > 0 || missing.Count > 0 ? 1 : 0;

static int PlayScenario(string file, CommandLine command)
{
    var failed = 0ul;
    for (var seed = command.Seeds.First; seed <= command.Seeds.Last; seed++)
    {
        var result = ScenarioRunner.Run(file, seed);
        if (command.IsTraced)
        {
            foreach (var line in result.Trace)
            {
                Console.WriteLine(line);
            }
        }

        if (result.Failure != null)
        {
            failed++;
            Console.WriteLine($"seed {seed}: {result.Failure}");
        }
    }

    Console.WriteLine($"{command.Seeds.Count - failed} passed, {failed} failed");
    return failed > 0 ? 1 : 0;
}
