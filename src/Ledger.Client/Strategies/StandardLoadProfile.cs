using System.Globalization;

namespace Ledger.Client.Strategies;

/// <summary>
/// A standard load profile of BDEW: how a customer of a kind is expected to draw what it draws in a year. H0 household,
/// G0 to G6 commerce, L0 to L2 farm by three seasons (1999); H25 household, G25 commerce, L25 farm, P25 household with
/// PV, S25 with PV and storage by month (2025). Household profiles are multiplied by BDEW's polynomial of the day of
/// the year. Immutable, thread safe.
/// </summary>
public sealed class StandardLoadProfile
{
    private const string Resource = "Ledger.Client.Strategies.bdew_profiles.csv";
    private const int QuartersOfDay = 96;
    private const int DayTypes = 3;
    private const long Million = 1_000_000;

    private static readonly Lazy<SortedDictionary<string, StandardLoadProfile>> All = new(LoadAll);

    private static readonly string[] Seasons = ["winter", "transition", "summer"];

    private readonly int _parts;

    /// <summary>mWh for 1,000 kWh a year; part of the year, kind of day, quarter.</summary>
    private readonly int[] _values;

    private StandardLoadProfile(string name, int parts)
    {
        Name = name;
        _parts = parts;
        _values = new int[parts * DayTypes * QuartersOfDay];
    }

    /// <summary>The names, in ordinal order.</summary>
    public static IReadOnlyList<string> Names => [.. All.Value.Keys];

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Whether BDEW's polynomial of the day of the year applies.</summary>
    public bool IsDynamic => Name is "H0" or "H25" or "P25" or "S25";

    /// <summary>The profile of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists them.</exception>
    public static StandardLoadProfile Of(string name) =>
        All.Value.TryGetValue(name, out var profile)
            ? profile
            : throw new ArgumentException(
                $"there is no profile '{name}'; they are {string.Join(", ", Names)}", nameof(name));

    /// <summary>What a customer draws in a slot, in mWh.</summary>
    /// <param name="slot">The slot by the local clock.</param>
    /// <param name="yearKWh">What it draws in a year, 0 to 10^9 kWh.</param>
    public long MilliWh(LocalSlot slot, long yearKWh)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(yearKWh);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(yearKWh, 1_000_000_000);
        var part = _parts == Seasons.Length ? SeasonOf(slot.Date) : slot.Date.Month - 1;
        Int128 value = _values[(((part * DayTypes) + (int)slot.DayType) * QuartersOfDay) + slot.Quarter];
        var factor = IsDynamic ? DynamicPpm(slot.Date.DayOfYear) : Million;
        return (long)(value * yearKWh * factor / (1_000 * Million));
    }

    /// <summary>A forecast of a customer's load in Wh, rounded down. Thread safe.</summary>
    /// <param name="calendar">The local clock and its holidays.</param>
    /// <param name="yearKWh">What the customer draws in a year.</param>
    public ISlotForecaster Forecaster(DayCalendar calendar, long yearKWh)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return new ProfileForecaster(this, calendar, yearKWh);
    }

    /// <summary>
    /// BDEW's factor for the day t of the year, -3.92E-10 t^4 + 3.20E-7 t^3 - 7.02E-5 t^2 + 2.10E-3 t + 1.24, in ppm.
    /// </summary>
    private static long DynamicPpm(int day)
    {
        decimal t = day;
        var factor = (((((((-3.92E-10m * t) + 3.20E-7m) * t) - 7.02E-5m) * t) + 2.10E-3m) * t) + 1.24m;
        return (long)decimal.Round(factor * Million);
    }

    /// <summary>Winter is 1 November to 20 March, summer 15 May to 14 September.</summary>
    private static int SeasonOf(DateOnly date) => ((date.Month * 100) + date.Day) switch
    {
        >= 1101 or <= 320 => 0,
        >= 515 and <= 914 => 2,
        _ => 1,
    };

    private static SortedDictionary<string, StandardLoadProfile> LoadAll()
    {
        using var stream = typeof(StandardLoadProfile).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the library was built without {Resource}");
        using var reader = new StreamReader(stream);
        var all = new SortedDictionary<string, StandardLoadProfile>(StringComparer.Ordinal);
        var sawHeader = false;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            if (sawHeader)
            {
                ReadRow(line.Split(','), all);
            }

            sawHeader = true;
        }

        return all;
    }

    private static void ReadRow(string[] cells, SortedDictionary<string, StandardLoadProfile> all)
    {
        var season = Array.IndexOf(Seasons, cells[1]);
        var part = season >= 0 ? season : int.Parse(cells[1], CultureInfo.InvariantCulture) - 1;
        var type = cells[2] switch { "workday" => DayType.Workday, "saturday" => DayType.Saturday, _ => DayType.Sunday };
        if (!all.TryGetValue(cells[0], out var profile))
        {
            profile = new StandardLoadProfile(cells[0], season >= 0 ? Seasons.Length : 12);
            all.Add(cells[0], profile);
        }

        for (var quarter = 0; quarter < QuartersOfDay; quarter++)
        {
            profile._values[(((part * DayTypes) + (int)type) * QuartersOfDay) + quarter] =
                int.Parse(cells[quarter + 3], CultureInfo.InvariantCulture);
        }
    }

    private sealed class ProfileForecaster(StandardLoadProfile profile, DayCalendar calendar, long yearKWh)
        : ISlotForecaster
    {
        public long Expect(long start) => profile.MilliWh(calendar.Place(start), yearKWh) / 1_000;
    }
}
