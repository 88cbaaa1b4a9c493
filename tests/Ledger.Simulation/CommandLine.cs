using System.Globalization;

namespace Ledger.Simulation;

/// <summary>What the command line asks for.</summary>
internal sealed record CommandLine
{
    /// <summary>How to call it.</summary>
    public const string Usage =
        "usage: --seeds A..B | --seed S [--trace]  [--nodes N] [--threads N];  " +
        "--scenario FILE [--seeds A..B | --seed S] [--trace]";

    private static readonly SeedRange ScenarioSeeds = new(0, 4);

    /// <summary>Which seeds.</summary>
    public required SeedRange Seeds { get; init; }

    /// <summary>A scenario file, or the name of one that comes with the simulator; null to let seeds draw.</summary>
    public string? Scenario { get; init; }

    /// <summary>Whether every step is printed; without a scenario of one seed only.</summary>
    public bool IsTraced { get; init; }

    /// <summary>Validators; null to let each seed draw.</summary>
    public int? NodeCount { get; init; }

    /// <summary>Threads.</summary>
    public int ThreadCount { get; init; } = Environment.ProcessorCount;

    /// <summary>Reads the arguments.</summary>
    /// <param name="arguments">As given.</param>
    /// <param name="flaw">What is wrong, in one line; null otherwise.</param>
    public static CommandLine? TryParse(IReadOnlyList<string> arguments, out string? flaw)
    {
        SeedRange? seeds = null;
        var (isTraced, isSingle) = (false, false);
        int? nodes = null;
        int? threads = null;
        string? scenario = null;
        flaw = null;
        for (var i = 0; i < arguments.Count && flaw == null; i++)
        {
            var name = arguments[i];
            if (name == "--trace")
            {
                isTraced = true;
                continue;
            }

            var value = ++i < arguments.Count ? arguments[i] : "";
            switch (name)
            {
                case "--seeds" when SeedRange.TryParse(value) is { } range:
                    seeds = range;
                    break;
                case "--seed" when SeedRange.TryParse($"{value}..{value}") is { } single:
                    (seeds, isSingle) = (single, true);
                    break;
                case "--scenario" when value.Length > 0:
                    scenario = value;
                    break;
                case "--nodes" when TryCount(value, 4, 31) is { } count:
                    nodes = count;
                    break;
                case "--threads" when TryCount(value, 1, 256) is { } count:
                    threads = count;
                    break;
                default:
                    flaw = value.Length == 0 ? $"what does {name} mean?" : $"{name} {value} is not understood";
                    break;
            }
        }

        flaw ??= scenario != null ? (nodes ?? threads) != null ? "a scenario says itself how many nodes it has" : null
            : seeds == null ? "which seeds?"
            : isTraced && !isSingle ? "--trace needs --seed" : null;
        return flaw != null
            ? null
            : new CommandLine
            {
                Seeds = seeds ?? ScenarioSeeds,
                Scenario = scenario,
                IsTraced = isTraced,
                NodeCount = nodes,
                ThreadCount = threads ?? Environment.ProcessorCount,
            };
    }

    private static int? TryCount(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) &&
        count >= least && count <= most
            ? count
            : null;
}
