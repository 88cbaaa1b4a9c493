namespace Ledger.Simulation.Tests;

/// <summary>The scenario files hold, whatever the seed leaves open.</summary>
public sealed class ScenarioFileTests
{
    private const ulong Seeds = 3;

    /// <summary>All files, by name.</summary>
    public static TheoryData<string> Names =>
        new(ScenarioRunner.Files().Select(path => Path.GetFileNameWithoutExtension(path)!));

    [Theory]
    [MemberData(nameof(Names))]
    public void Holds(string name)
    {
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            var result = ScenarioRunner.Run(name, seed);
            Assert.True(
                result.Failure == null,
                $"seed {seed}: {result.Failure}\n{string.Join('\n', result.Trace.Skip(Math.Max(0, result.Trace.Count - 60)))}");
            Assert.NotEmpty(result.Title);
        }
    }

    [Fact]
    public void There_is_one_for_each_pitfall_and_each_section()
    {
        var names = ScenarioRunner.Files().Select(path => Path.GetFileNameWithoutExtension(path)!).ToHashSet();
        for (var pitfall = 1; pitfall <= 20; pitfall++)
        {
            Assert.Contains($"pitfall-{pitfall:D2}", names);
        }

        foreach (var section in new[] { "4.1", "4.2", "4.3", "4.4", "4.5.1", "4.5.2", "4.6", "5.1" })
        {
            Assert.Contains(names, name => name.StartsWith($"osdi99-{section}-", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace()
    {
        var first = ScenarioRunner.Run("osdi99-4.5.1-safety", 5).Trace;
        Assert.True(first.Count > 100);
        Assert.Equal(first, ScenarioRunner.Run("osdi99-4.5.1-safety", 5).Trace);
    }
}
