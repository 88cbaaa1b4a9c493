namespace Ledger.Simulation;

/// <summary>
/// What a seed has drawn: how many nodes, who is faulty, which faults strike how often, and for how long.
/// </summary>
internal sealed class SeedPlan
{
    private static readonly int[] Sizes = [4, 4, 4, 5, 7, 10];

    /// <summary>Draws a plan.</summary>
    /// <param name="seed">Decides it.</param>
    /// <param name="nodeCount">Validators; null for any number of the usual ones.</param>
    public SeedPlan(ulong seed, int? nodeCount)
    {
        var random = new SeededRandom(seed ^ 0x6C65646765722D73);
        var drawn = random.Pick(Sizes);
        NodeCount = nodeCount ?? drawn;
        SpareCount = random.Between(0, 2);
        ChaosMilliseconds = random.Between(1200, 3600);
        StrikeIntervalMax = random.Between(30, 200);
        RequestIntervalMax = random.Between(12, 90);
        DrawFaulty(random);
        DrawFaults(random);
        Random = random;
    }

    /// <summary>Validators at genesis.</summary>
    public int NodeCount { get; }

    /// <summary>Machines that may become validators.</summary>
    public int SpareCount { get; }

    /// <summary>Validators with a twin, by number.</summary>
    public List<int> Twins { get; } = [];

    /// <summary>Byzantine validators, by number.</summary>
    public List<int> Byzantine { get; } = [];

    /// <summary>What strikes.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>How long faults strike.</summary>
    public int ChaosMilliseconds { get; }

    /// <summary>Most milliseconds between two strikes.</summary>
    public int StrikeIntervalMax { get; }

    /// <summary>Most milliseconds between two requests.</summary>
    public int RequestIntervalMax { get; }

    /// <summary>Chance of everything that follows the plan.</summary>
    public SeededRandom Random { get; }

    private void DrawFaulty(SeededRandom random)
    {
        var numbers = new List<int>();
        for (var i = 0; i < NodeCount; i++)
        {
            numbers.Add(i);
        }

        random.Shuffle(numbers);
        var faultsMax = (NodeCount - 1) / 3;
        var count = random.Chance(60) ? random.Between(1, faultsMax) : 0;
        for (var i = 0; i < count; i++)
        {
            (random.Chance(20) ? Twins : Byzantine).Add(numbers[i]);
        }
    }

    private void DrawFaults(SeededRandom random)
    {
        Fault[] all =
        [
            new LossFault(), new SelectiveLossFault(), new SplitPreparedFault(), new SplitPreparedFault(),
            new DelayFault(), new DuplicationFault(), new ReplayFault(),
            new PartitionFault(true), new PartitionFault(false), new SlowLinkFault(),
            new ClockSkewFault(), new ClockDriftFault(),
            new CrashFault(), new CrashFault(), new PowerLossFault(), new DiskLossFault(), new DeathFault(),
            new MembershipFault(), new MembershipFault(),
            new DuplicateRequestFault(), new FloodFault(), new BadSignatureFault(),
        ];
        var percent = random.Between(25, 90);
        foreach (var fault in all)
        {
            if (random.Chance(percent))
            {
                Faults.Add(fault);
            }
        }
    }
}
