using System.Globalization;

namespace Ledger.Cli.Demo.Data;

/// <summary>
/// Load and PV of real homes, in Wh per quarter of an hour, for two days in a row: the first is history, the second is
/// replayed. Source and licence stand at the top of the table. Immutable.
/// </summary>
public sealed class HomeProfiles
{
    /// <summary>Slots of a day.</summary>
    public const int SlotsPerDay = 96;

    /// <summary>Homes in the table.</summary>
    public const int HomesMax = 17;

    /// <summary>Days in the table.</summary>
    public const int Days = 2;

    private const string Resource = "Ledger.Cli.Demo.homes17_two_days.csv";

    private readonly long[] _values;

    private HomeProfiles(long[] values)
    {
        _values = values;
    }

    private static int ColumnCount => 2 * HomesMax;

    /// <summary>Reads the table that the program carries.</summary>
    public static HomeProfiles Load()
    {
        using var stream = typeof(HomeProfiles).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the program was built without {Resource}");
        using var reader = new StreamReader(stream);
        return Parse(reader);
    }

    /// <summary>
    /// Reads a table: comment lines, one header line, then day, slot, the load of every home, the PV of every home.
    /// </summary>
    /// <exception cref="FormatException">
    /// A line is missing, out of order or not made of numbers that are not negative.
    /// </exception>
    public static HomeProfiles Parse(TextReader reader)
    {
        var values = new long[Days * SlotsPerDay * ColumnCount];
        var row = 0;
        var sawHeader = false;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            if (!sawHeader)
            {
                sawHeader = true;
                continue;
            }

            ReadRow(line, row++, values);
        }

        return row == Days * SlotsPerDay
            ? new HomeProfiles(values)
            : throw new FormatException($"the table has {row} rows, not {Days * SlotsPerDay}");
    }

    /// <summary>Load of a home.</summary>
    /// <param name="home">1 to <see cref="HomesMax"/>.</param>
    /// <param name="slot">0 is the first slot of the replayed day; the day before has -96 to -1.</param>
    public long LoadWh(int home, int slot) => _values[Place(home, slot)];

    /// <summary>What a home's PV makes, in the same terms.</summary>
    public long PvWh(int home, int slot) => _values[Place(home, slot) + HomesMax];

    private static int Place(int home, int slot)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(home, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(home, HomesMax);
        return ((slot + SlotsPerDay) * ColumnCount) + home - 1;
    }

    private static void ReadRow(string line, int row, long[] values)
    {
        var cells = line.Split(',');
        if (row >= Days * SlotsPerDay || cells.Length != ColumnCount + 2)
        {
            throw new FormatException($"row {row} of the table has {cells.Length} cells, or is one too many");
        }

        if (Number(cells[0], row) != row / SlotsPerDay || Number(cells[1], row) != row % SlotsPerDay)
        {
            throw new FormatException($"row {row} of the table is out of order");
        }

        for (var i = 0; i < ColumnCount; i++)
        {
            values[(row * ColumnCount) + i] = Number(cells[i + 2], row);
        }
    }

    private static long Number(string cell, int row) =>
        long.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"row {row} of the table has '{cell}' where a number belongs");
}
