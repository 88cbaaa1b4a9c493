namespace Ledger.Simulation;

/// <summary>
/// How often each kind happened, and in how many seeds. Not thread safe; results are added up afterwards.
/// </summary>
internal sealed class CoverageCounts
{
    private readonly long[] _times = new long[KindCount];
    private readonly long[] _seeds = new long[KindCount];

    /// <summary>Number of kinds.</summary>
    public static int KindCount { get; } = Enum.GetValues<CoverageKind>().Length;

    /// <summary>Runs that are in here.</summary>
    public long SeedCount { get; private set; }

    /// <summary>Counts one.</summary>
    public void Add(CoverageKind kind) => _times[(int)kind]++;

    /// <summary>How often it happened.</summary>
    public long TimesOf(CoverageKind kind) => _times[(int)kind];

    /// <summary>In how many of the added runs it happened.</summary>
    public long SeedsOf(CoverageKind kind) => _seeds[(int)kind];

    /// <summary>Adds the counts of one run.</summary>
    public void AddRun(CoverageCounts run)
    {
        SeedCount++;
        for (var i = 0; i < _times.Length; i++)
        {
            _times[i] += run._times[i];
            _seeds[i] += run._times[i] > 0 ? 1 : 0;
        }
    }

    /// <summary>Adds sums of other runs.</summary>
    public void AddSums(CoverageCounts sums)
    {
        SeedCount += sums.SeedCount;
        for (var i = 0; i < _times.Length; i++)
        {
            _times[i] += sums._times[i];
            _seeds[i] += sums._seeds[i];
        }
    }

    /// <summary>Kinds that never happened.</summary>
    public IReadOnlyList<CoverageKind> Missing()
    {
        var missing = new List<CoverageKind>();
        foreach (var kind in Enum.GetValues<CoverageKind>())
        {
            if (_times[(int)kind] == 0)
            {
                missing.Add(kind);
            }
        }

        return missing;
    }
}
