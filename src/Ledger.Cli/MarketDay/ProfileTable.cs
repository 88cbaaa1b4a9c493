using System.Globalization;

namespace Ledger.Cli.MarketDay;

/// <summary>
/// A table of profiles: comment lines that begin with <c>#</c>, a header line, one line for each row, separated by
/// commas. Immutable.
/// </summary>
internal sealed class ProfileTable
{
    /// <summary>Most rows: ten years of quarters of an hour.</summary>
    public const int RowsMax = 350_640;

    private readonly ProfileFormat _format;
    private readonly string[] _columns;
    private readonly List<string[]> _rows;

    private ProfileTable(ProfileFormat format, string[] columns, List<string[]> rows)
    {
        _format = format;
        _columns = columns;
        _rows = rows;
    }

    /// <summary>Quarters of an hour that it covers.</summary>
    public int Slots => _rows.Count * SlotsPerRow;

    /// <summary>Start of the first slot, seconds since 1970-01-01 UTC.</summary>
    public long Start => _format.Start.ToUnixTimeSeconds();

    private int SlotsPerRow => (int)(_format.RowSeconds / 900);

    /// <summary>Reads a table.</summary>
    /// <exception cref="FormatException">A row is missing cells, or there are none or too many rows.</exception>
    public static ProfileTable Read(TextReader reader, ProfileFormat format)
    {
        string[]? columns = null;
        var rows = new List<string[]>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var cells = line.Split(',');
            if (columns == null)
            {
                columns = cells;
                continue;
            }

            if (cells.Length != columns.Length || rows.Count == RowsMax)
            {
                throw new FormatException(
                    $"row {rows.Count + 1} of the profiles has {cells.Length} cells, not {columns.Length}, or is one too many");
            }

            rows.Add(cells);
        }

        return columns == null || rows.Count == 0
            ? throw new FormatException("the profiles have no rows")
            : new ProfileTable(format, columns, rows);
    }

    /// <summary>
    /// Wh of a series in every slot. A row's energy is rounded down to whole Wh and spread over its slots so that it is
    /// kept.
    /// </summary>
    /// <exception cref="FormatException">There is no such column, or it has something that is no number from 0 on.</exception>
    public long[] Energy(SeriesSpec series)
    {
        var energy = new long[Slots];
        if (series.Column == null)
        {
            Array.Fill(energy, (long)(series.KW * 250));
            return energy;
        }

        var column = Array.IndexOf(_columns, series.Column);
        if (column < 0)
        {
            throw new FormatException($"the profiles have no column {series.Column}");
        }

        for (var row = 0; row < _rows.Count; row++)
        {
            var wattHours = (long)(Number(row, column) * series.Scale);
            for (var k = 0; k < SlotsPerRow; k++)
            {
                energy[(row * SlotsPerRow) + k] =
                    (wattHours * (k + 1) / SlotsPerRow) - (wattHours * k / SlotsPerRow);
            }
        }

        return energy;
    }

    /// <summary>Energy of a row in Wh, for a factor of 1.</summary>
    private decimal Number(int row, int column)
    {
        if (!decimal.TryParse(_rows[row][column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ||
            value is < 0 or > 1_000_000_000)
        {
            throw new FormatException(
                $"row {row + 1} of the profiles has '{_rows[row][column]}' in column {_columns[column]}, no number from 0 on");
        }

        return _format.Unit == "W" ? value * _format.RowSeconds / 3_600 : value;
    }
}
