using System.Globalization;
using Ledger.Cli.Demo.Report;

namespace Ledger.Cli.Tests.Demo;

public sealed class DayChartTests
{
    [Fact]
    public void Columns_grow_with_their_values()
    {
        var lines = Draw([0, 1, 2, 3, 4], height: 2, top: 4);

        Assert.Equal("     4 │   ▄█", lines[0]);
        Assert.Equal("     0 │ ▄███", lines[1]);
    }

    [Fact]
    public void A_gap_stays_empty_and_the_smallest_value_shows()
    {
        var lines = Draw([null, 0.001, null, 4], height: 1, top: 4);

        Assert.Equal("     4 │ ▁ █", lines[0]);
    }

    [Fact]
    public void Values_over_the_top_are_cut()
    {
        var lines = Draw([100], height: 3, top: 4);

        Assert.All(lines.Take(3), line => Assert.Equal('█', line[^1]));
    }

    [Fact]
    public void Slots_that_share_a_column_are_averaged()
    {
        var lines = DayChart.Lines([0, 4, 4, 4, 2], 0, 2, 1, 0, 4, Label);

        Assert.Equal("     4 │▄█▄", lines[0]);
    }

    [Fact]
    public void The_time_axis_marks_every_third_hour()
    {
        var lines = DayChart.Lines(new double?[96], 0, 1, 1, 0, 1, Label);

        Assert.Equal(8, lines[^1].IndexOf("00:00", StringComparison.Ordinal));
        Assert.Equal(8 + 48, lines[^1].IndexOf("12:00", StringComparison.Ordinal));
        Assert.Equal(8, lines[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData(96, 120, 1)]
    [InlineData(96, 80, 2)]
    [InlineData(96, 40, 4)]
    [InlineData(8, 80, 1)]
    [InlineData(96, 0, 12)]
    public void A_day_fits_the_terminal(int slots, int width, int expected)
    {
        var perColumn = DayChart.SlotsPerColumn(slots, width);

        Assert.Equal(expected, perColumn);
        var lines = DayChart.Lines(Enumerable.Repeat((double?)1, slots).ToArray(), 0, perColumn, 1, 0, 1, Label);
        Assert.True(width < 17 || lines[0].Length <= width);
    }

    private static IReadOnlyList<string> Draw(double?[] values, int height, double top) =>
        DayChart.Lines(values, 0, 1, height, 0, top, Label);

    private static string Label(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
