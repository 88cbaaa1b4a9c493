using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Cli.Feeders;

/// <summary>
/// A feeder as the registry describes it, in the integers of the contracts. Read from JSON: an object with the properties
/// below in camel case. Immutable.
/// </summary>
public sealed record Feeder
{
    /// <summary>Most buses, and most lines, that the registry takes.</summary>
    public const int PartsMax = 400;

    private const string ResourcePrefix = "Ledger.Cli.Feeders.";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The feeders that the program carries.</summary>
    public static IReadOnlyList<string> Names { get; } = ["feeder33", "rural1"];

    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Where the numbers come from, and what was changed.</summary>
    public string Source { get; init; } = "";

    /// <summary>Licence of the numbers.</summary>
    public string Licence { get; init; } = "";

    /// <summary>Nominal voltage, line to line, in mV.</summary>
    public required long NominalMilliVolt { get; init; }

    /// <summary>Voltage at the first bus, in mV.</summary>
    public required long SlackMilliVolt { get; init; }

    /// <summary>Lowest voltage allowed, in millionths of the nominal one.</summary>
    public required long VoltageMinPpm { get; init; }

    /// <summary>Highest voltage allowed, in millionths of the nominal one.</summary>
    public required long VoltageMaxPpm { get; init; }

    /// <summary>Rating of the transformer in front of the first bus, in VA; 0 for no limit.</summary>
    public long TransformerVa { get; init; }

    /// <summary>The buses, the slack bus first.</summary>
    public required IReadOnlyList<FeederBus> Buses { get; init; }

    /// <summary>The closed lines; they reach every bus on one path.</summary>
    public required IReadOnlyList<FeederLine> Lines { get; init; }

    /// <summary>One of the feeders that the program carries.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="FormatException">There is none of that name.</exception>
    public static Feeder Load(string name)
    {
        if (!Names.Contains(name))
        {
            throw new FormatException($"there is no feeder {name}; there are {string.Join(", ", Names)}");
        }

        var resource = ResourcePrefix + name + ".json";
        using var stream = typeof(Feeder).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"the program was built without {resource}");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>Reads a feeder.</summary>
    /// <exception cref="FormatException">The text is no feeder, or not a radial one; the message says what is wrong.</exception>
    public static Feeder Parse(string json)
    {
        try
        {
            var feeder = JsonSerializer.Deserialize<Feeder>(json, Options) ??
                throw new FormatException("a feeder is an object");
            return feeder.FirstFlaw() is { } flaw ? throw new FormatException(flaw) : feeder;
        }
        catch (JsonException e)
        {
            throw new FormatException("no feeder: " + e.Message, e);
        }
    }

    /// <summary>What is wrong with it in one sentence, or null: names that repeat, lines that lead nowhere, loops, islands.</summary>
    public string? FirstFlaw()
    {
        if (Buses.Count is 0 or > PartsMax || Lines.Count != Buses.Count - 1)
        {
            return $"feeder {Name} has {Buses.Count} buses and {Lines.Count} lines; a radial one has 1 to {PartsMax} buses " +
                "and one line less";
        }

        if (SlackMilliVolt <= 0 || NominalMilliVolt <= 0 || VoltageMinPpm <= 0 || VoltageMinPpm >= VoltageMaxPpm)
        {
            return $"feeder {Name} has no sensible voltages";
        }

        // Each line joins two parts; with one line less than buses, no loop means that all is joined.
        var part = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var bus in Buses)
        {
            if (!part.TryAdd(bus.Name, part.Count))
            {
                return $"bus {bus.Name} of feeder {Name} is named twice";
            }
        }

        if (Lines.DistinctBy(l => l.Name, StringComparer.Ordinal).Count() != Lines.Count)
        {
            return $"a line of feeder {Name} is named twice";
        }

        foreach (var line in Lines)
        {
            if (!part.TryGetValue(line.From, out var from) || !part.TryGetValue(line.To, out var to) || from == to)
            {
                return $"line {line.Name} of feeder {Name} leads to no bus, or closes a loop";
            }

            foreach (var name in part.Where(p => p.Value == from).Select(p => p.Key).ToArray())
            {
                part[name] = to;
            }
        }

        return null;
    }
}
