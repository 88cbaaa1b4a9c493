using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Cli.Feeders;

namespace Ledger.Cli.MarketDay;

/// <summary>
/// A microgrid to simulate, read from JSON: an object with the properties below in camel case. Energy in Wh, prices in
/// µ¤/kWh, power in kW as decimal numbers. Immutable.
/// </summary>
internal sealed record MicrogridFile
{
    /// <summary>Most homes, what the market takes.</summary>
    public const int HomesMax = 1_000;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Id of the microgrid and its market.</summary>
    public required string Name { get; init; }

    /// <summary>Where it comes from; only for readers of the file.</summary>
    public string Source { get; init; } = "";

    /// <summary>Seconds of a slot; the contracts know quarters of an hour only.</summary>
    public long SlotSeconds { get; init; } = 900;

    /// <summary>How the table of profiles is to be read.</summary>
    public required ProfileFormat Profiles { get; init; }

    /// <summary>First slot to simulate, unless the command line says another one; the table's first when absent.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>What the main grid asks for a kWh.</summary>
    public long RetailMicro { get; init; } = 300_000;

    /// <summary>What the main grid pays for a kWh.</summary>
    public long FeedInMicro { get; init; } = 80_000;

    /// <summary>How deviations are priced: <c>single</c> or <c>dual</c>.</summary>
    public string Imbalance { get; init; } = "single";

    /// <summary>Parameters of the mechanism, as the contract <c>market</c> names them.</summary>
    public IReadOnlyDictionary<string, long> Parameters { get; init; } = new Dictionary<string, long>();

    /// <summary>Name of a feeder that the program carries, or a feeder as an object; none when absent.</summary>
    public JsonElement Feeder { get; init; }

    /// <summary>Another lowest voltage than the feeder's, in millionths of the nominal one.</summary>
    public long? VoltageMinPpm { get; init; }

    /// <summary>Another highest voltage than the feeder's, in millionths of the nominal one.</summary>
    public long? VoltageMaxPpm { get; init; }

    /// <summary>Whether clearing has to keep the feeder's limits; only with a feeder.</summary>
    public bool Secure { get; init; } = true;

    /// <summary>The homes, or whoever else trades.</summary>
    public required IReadOnlyList<HomeSpec> Homes { get; init; }

    /// <summary>Reads a microgrid.</summary>
    /// <exception cref="FormatException">The text is none; the message says what is wrong.</exception>
    public static MicrogridFile Parse(string json)
    {
        try
        {
            var file = JsonSerializer.Deserialize<MicrogridFile>(json, Options) ??
                throw new FormatException("a microgrid is an object");
            return file.FirstFlaw() is { } flaw ? throw new FormatException(flaw) : file;
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>The feeder with the file's own bounds of voltage, or null.</summary>
    /// <exception cref="FormatException">There is no such feeder, or it is not radial.</exception>
    public Feeder? FindFeeder()
    {
        var feeder = Feeder.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.String => Feeders.Feeder.Load(Feeder.GetString()!),
            _ => Feeders.Feeder.Parse(Feeder.GetRawText()),
        };
        return feeder == null ? null : feeder with
        {
            VoltageMinPpm = VoltageMinPpm ?? feeder.VoltageMinPpm, VoltageMaxPpm = VoltageMaxPpm ?? feeder.VoltageMaxPpm,
        };
    }

    private string? FirstFlaw()
    {
        if (SlotSeconds != 900)
        {
            return $"slotSeconds is {SlotSeconds}; the contracts settle quarters of an hour, 900";
        }

        if (Homes.Count is 0 or > HomesMax)
        {
            return $"a microgrid has 1 to {HomesMax} homes, not {Homes.Count}";
        }

        if (RetailMicro < FeedInMicro)
        {
            return "retailMicro is below feedInMicro";
        }

        if (Profiles.FirstFlaw() is { } flaw)
        {
            return flaw;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var home in Homes)
        {
            if (!names.Add(home.Name))
            {
                return $"home {home.Name} is named twice";
            }

            if (home.FirstFlaw() is { } wrong)
            {
                return $"home {home.Name}: {wrong}";
            }
        }

        return null;
    }
}
