namespace Ledger.Simulation.Tests.Runs;

/// <summary>
/// Whole runs: a fixed slice of seeds, and fresh ones every time. A failure names the seed, the check and the last
/// steps, and <c>--seed S --trace</c> repeats it to the letter.
/// </summary>
public sealed class SeedRunTests
{
    private const ulong FixedCount = 300;
    private const ulong FreshCount = 60;
    private const int TailLines = 200;

    [Fact]
    public void A_fixed_slice_of_seeds_holds()
    {
        var batch = Run(new SeedRange(0, FixedCount - 1));
        Assert.True(batch.Coverage.TimesOf(CoverageKind.Block) > 20 * (long)FixedCount, "too little happened");
        Assert.Empty(CoverageTable.Unexpected(batch.Coverage));
    }

    [Fact]
    public void Fresh_seeds_hold()
    {
        var first = (ulong)Random.Shared.NextInt64(1_000_000, long.MaxValue / 2);
        Run(new SeedRange(first, first + FreshCount - 1));
    }

    [Fact]
    public void A_seed_gives_the_same_steps_every_time()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var (one, other) = (SeedRun.Run(seed, null, true), SeedRun.Run(seed, null, true));
            Assert.True(one.Trace.Lines.Count > 1000, $"seed {seed}: {one.Trace.Lines.Count} steps are too few");
            Assert.Equal(HashOf(one.Trace), HashOf(other.Trace));
        }
    }

    [Fact]
    public void The_trace_changes_nothing()
    {
        for (ulong seed = 20; seed < 30; seed++)
        {
            Assert.Equal(SeedRun.Run(seed, null, false).Summary, SeedRun.Run(seed, null, true).Summary);
        }
    }

    [Fact]
    public void Another_seed_is_another_run() => Assert.NotEqual(
        HashOf(SeedRun.Run(1, 4, true).Trace), HashOf(SeedRun.Run(2, 4, true).Trace));

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(13)]
    public void The_number_of_nodes_can_be_told(int count) =>
        Assert.StartsWith($"n={count} ", SeedRun.Run(5, count, false).Summary, StringComparison.Ordinal);

    private static SeedBatch Run(SeedRange range)
    {
        var batch = new SeedBatch(range, null, Environment.ProcessorCount);
        batch.Run(static _ => { });
        Assert.True(
            batch.Failures.Count == 0,
            $"seeds {range.First}..{range.Last}: {batch.Failures.Count} failed\n" +
            string.Join('\n', batch.Failures.Take(3).Select(f =>
                $"seed {f.Seed} ({f.Summary}): {f.Failure}\n{f.Trace.Tail(TailLines)}")));
        Assert.Equal(range.Count, batch.PassedCount);
        return batch;
    }

    private static string HashOf(Trace trace) => Convert.ToHexString(
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(trace.Tail(int.MaxValue))));
}
