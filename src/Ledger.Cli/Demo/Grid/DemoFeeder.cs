using Ledger.Cli.Feeders;

namespace Ledger.Cli.Demo.Grid;

/// <summary>A feeder that the demo's homes are spread over. Immutable.</summary>
public sealed class DemoFeeder
{
    /// <summary>No feeder: homes have buses, but nothing is checked.</summary>
    public const string None = "none";

    private const long Nominal = 1_000_000;

    private DemoFeeder(string name, long homesPerBus, long bandPpm)
    {
        HomesPerBus = homesPerBus;
        Feeder = Feeder.Load(name) with
        {
            VoltageMinPpm = Nominal - bandPpm,
            VoltageMaxPpm = Nominal + bandPpm,
        };
    }

    /// <summary>What <c>--feeder</c> may name.</summary>
    public static IReadOnlyList<string> Names { get; } = [None, .. Feeder.Names];

    /// <summary>
    /// The published feeder, with a narrower band of voltage: planning leaves the rest of the 10 % of EN 50160 to the lines
    /// behind the buses and to the error of the linear model.
    /// </summary>
    public Feeder Feeder { get; }

    /// <summary>
    /// How many homes like it stand behind each home of the demo, so that the feeder has something to carry.
    /// </summary>
    public long HomesPerBus { get; }

    /// <summary>The feeder of a name; null for <see cref="None"/>.</summary>
    /// <exception cref="CommandException">There is none: bad input, the line lists them.</exception>
    public static DemoFeeder? Of(string name) => name switch
    {
        None => null,

        // Medium voltage: each home is a village of 300 with 1 MW of PV.
        "feeder33" => new DemoFeeder(name, homesPerBus: 300, bandPpm: 40_000),

        // Low voltage: each home is a farm of 4 with 14 kW of PV.
        "rural1" => new DemoFeeder(name, homesPerBus: 4, bandPpm: 30_000),
        _ => throw CommandException.BadInput($"there is no feeder '{name}'; they are {string.Join(", ", Names)}"),
    };

    /// <summary>The bus of a home: evenly over all but the substation's, in their order.</summary>
    /// <param name="home">From 1.</param>
    /// <param name="homes">How many there are.</param>
    public string BusOf(int home, int homes)
    {
        var last = Feeder.Buses.Count - 2;
        return Feeder.Buses[1 + (homes == 1 ? last : (home - 1) * last / (homes - 1))].Name;
    }
}
