namespace Ledger.Simulation.Tests.Runs;

/// <summary>The table says what happened and what never did.</summary>
public sealed class CoverageTests
{
    [Fact]
    public void Times_and_seeds_are_counted_apart()
    {
        var (one, other, sums) = (new CoverageCounts(), new CoverageCounts(), new CoverageCounts());
        one.Add(CoverageKind.Loss);
        one.Add(CoverageKind.Loss);
        other.Add(CoverageKind.Loss);
        other.Add(CoverageKind.Delay);
        sums.AddRun(one);
        sums.AddRun(other);
        var total = new CoverageCounts();
        total.AddSums(sums);
        Assert.Equal(2, total.SeedCount);
        Assert.Equal((3, 2), (total.TimesOf(CoverageKind.Loss), total.SeedsOf(CoverageKind.Loss)));
        Assert.Equal((1, 1), (total.TimesOf(CoverageKind.Delay), total.SeedsOf(CoverageKind.Delay)));
        Assert.Equal(CoverageCounts.KindCount - 2, total.Missing().Count);
    }

    [Fact]
    public void The_table_has_a_row_for_each_kind()
    {
        var text = CoverageTable.Format(new CoverageCounts());
        Assert.Equal(CoverageCounts.KindCount + 2, text.Split('\n').Length);
        Assert.Contains("crash before block sync", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_that_never_happened_fails_only_a_run_of_many_seeds()
    {
        var counts = new CoverageCounts();
        Add(counts, CoverageTable.SeedsForVerdict - 1);
        Assert.Empty(CoverageTable.Unexpected(counts));
        Add(counts, 1);
        Assert.Equal([CoverageKind.Loss], CoverageTable.Unexpected(counts));
    }

    // Everything happens in each of the runs but one fault.
    private static void Add(CoverageCounts counts, int runs)
    {
        var run = new CoverageCounts();
        foreach (var kind in Enum.GetValues<CoverageKind>())
        {
            if (kind != CoverageKind.Loss)
            {
                run.Add(kind);
            }
        }

        for (var i = 0; i < runs; i++)
        {
            counts.AddRun(run);
        }
    }
}
