using System.Globalization;

namespace Ledger.Metering.Tests;

/// <summary>
/// Random programs end alike, with the same result and the same gas, as rewritten code at native speed and in the
/// interpreter. The long run: set LEDGER_METERING_PROGRAMS to the number of programs.
/// </summary>
public sealed class DifferentialTests
{
    private const int BatchSize = 50;

    [Fact]
    public void Compiled_and_interpreted_programs_agree()
    {
        var wanted = Environment.GetEnvironmentVariable("LEDGER_METERING_PROGRAMS") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : 500;
        var first = Environment.GetEnvironmentVariable("LEDGER_METERING_SEED") is { Length: > 0 } seed
            ? ulong.Parse(seed, CultureInfo.InvariantCulture)
            : 1;
        var ends = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var done = 0; done < wanted; done += BatchSize)
        {
            Run(first + (ulong)(done / BatchSize), ends);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Join(", ", ends.Select(e => $"{(e.Key.Length == 0 ? "well" : e.Key)} {e.Value}")));

        // Programs that all end the same way would show nothing.
        Assert.InRange(ends[""], wanted / 20, wanted);
        Assert.True(ends.Count >= 6, string.Join(", ", ends.Keys));
    }

    private static void Run(ulong seed, SortedDictionary<string, int> ends)
    {
        using var batch = new Batch(seed, BatchSize);
        var dice = new Dice(seed ^ 0x5eed);
        for (var i = 0; i < BatchSize; i++)
        {
            var (a, b) = (dice.Number(), dice.Number());
            var compiled = batch.Compiled(i, a, b);
            var interpreted = batch.Interpreted(i, a, b);
            Assert.True(compiled == interpreted, $"seed {seed}, program {i}: {compiled} but {interpreted}");
            ends[compiled.End] = ends.GetValueOrDefault(compiled.End) + 1;
        }
    }
}
