using System.Globalization;
using System.Text;

namespace Ledger.Cli.Demo.Report;

/// <summary>
/// Draws a quantity over the day as columns of block characters, one or more slots to a column. Pure.
/// </summary>
public static class DayChart
{
    /// <summary>Columns of the axis in front of the chart.</summary>
    public const int AxisWidth = 8;

    /// <summary>Eighths of a character's height, from empty to full.</summary>
    private const string Eighths = " ▁▂▃▄▅▆▇█";

    /// <summary>Slots between two marks of the time axis: three hours.</summary>
    private const int SlotsPerMark = 12;

    /// <summary>Slots that share a column, so that the chart fits a terminal.</summary>
    public static int SlotsPerColumn(int slots, int terminalWidth)
    {
        var room = Math.Max(terminalWidth - AxisWidth - 1, 8);
        return Math.Max(1, (slots + room - 1) / room);
    }

    /// <summary>Draws.</summary>
    /// <param name="values">A value for each slot in order; null leaves a gap.</param>
    /// <param name="firstSlot">The slot of the first value.</param>
    /// <param name="slotsPerColumn">So many values are averaged into a column.</param>
    /// <param name="height">Lines of the chart without the time axis.</param>
    /// <param name="bottom">The value at the foot.</param>
    /// <param name="top">The value at the head; above <paramref name="bottom"/>.</param>
    /// <param name="label">Writes a value for the axis, at most <see cref="AxisWidth"/> - 2 characters.</param>
    public static IReadOnlyList<string> Lines(
        IReadOnlyList<double?> values, int firstSlot, int slotsPerColumn, int height, double bottom, double top,
        Func<double, string> label)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slotsPerColumn, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(top, bottom);
        var columns = Columns(values, slotsPerColumn);
        var lines = new List<string>();
        for (var row = height - 1; row >= 0; row--)
        {
            var value = bottom + ((top - bottom) * (row + 1) / height);
            var axis = row == height - 1 ? label(value) : row == 0 ? label(bottom) : "";
            var line = new StringBuilder(axis.PadLeft(AxisWidth - 2)).Append(" │");
            foreach (var column in columns)
            {
                line.Append(Cell(column, row, height, bottom, top));
            }

            lines.Add(line.ToString().TrimEnd());
        }

        lines.Add(TimeAxis(columns.Length, firstSlot, slotsPerColumn));
        return lines;
    }

    private static double?[] Columns(IReadOnlyList<double?> values, int slotsPerColumn)
    {
        var columns = new double?[(values.Count + slotsPerColumn - 1) / slotsPerColumn];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = values.Skip(i * slotsPerColumn).Take(slotsPerColumn).Average();
        }

        return columns;
    }

    private static char Cell(double? value, int row, int height, double bottom, double top)
    {
        if (value is not { } shown || shown < bottom)
        {
            return ' ';
        }

        // The whole chart in eighths of a line; what stands on its foot still shows as the lowest block.
        var eighths = (int)Math.Round((Math.Min(shown, top) - bottom) / (top - bottom) * height * 8);
        var here = Math.Clamp(Math.Max(eighths, shown > bottom ? 1 : 0) - (row * 8), 0, 8);
        return Eighths[here];
    }

    private static string TimeAxis(int columns, int firstSlot, int slotsPerColumn)
    {
        var axis = new StringBuilder(new string(' ', AxisWidth));
        for (var column = 0; column < columns; column++)
        {
            var slot = firstSlot + (column * slotsPerColumn);
            var isMark = column == 0 || slot % SlotsPerMark < slotsPerColumn;
            var isFree = axis.Length == AxisWidth || axis.Length < AxisWidth + column;
            if (isMark && isFree)
            {
                axis.Append(' ', AxisWidth + column - axis.Length);
                axis.Append(string.Create(CultureInfo.InvariantCulture, $"{SlotSchedule.TimeOf(slot)}"));
            }
        }

        return axis.ToString();
    }
}
