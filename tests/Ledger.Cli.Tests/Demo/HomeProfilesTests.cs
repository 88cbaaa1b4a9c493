using System.Globalization;
using System.Text;
using Ledger.Cli.Demo.Data;

namespace Ledger.Cli.Tests.Demo;

public sealed class HomeProfilesTests
{
    [Fact]
    public void The_table_in_the_program_has_two_days_of_seventeen_homes()
    {
        var profiles = HomeProfiles.Load();

        // Figures of the table, read by hand: the first home at the first slot of the day before, and its total of the
        // replayed day.
        Assert.Equal(95, profiles.LoadWh(1, -96));
        Assert.Equal(26_512, Enumerable.Range(0, 96).Sum(s => profiles.PvWh(1, s)));
        Assert.Equal(77_300, Enumerable.Range(0, 96).Sum(s => profiles.LoadWh(17, s)));
    }

    [Fact]
    public void Nights_have_no_sun()
    {
        var profiles = HomeProfiles.Load();

        Assert.All(Enumerable.Range(1, HomeProfiles.HomesMax), home => Assert.Equal(0, profiles.PvWh(home, 0)));
    }

    [Fact]
    public void Homes_and_slots_are_told_apart()
    {
        var profiles = HomeProfiles.Parse(new StringReader(Table()));

        Assert.Equal(Cell(0, 0, 0), profiles.LoadWh(1, -96));
        Assert.Equal(Cell(0, 95, 16), profiles.LoadWh(17, -1));
        Assert.Equal(Cell(1, 0, 17), profiles.PvWh(1, 0));
        Assert.Equal(Cell(1, 95, 33), profiles.PvWh(17, 95));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(18)]
    public void A_home_that_is_not_in_the_table_is_refused(int home) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HomeProfiles.Load().LoadWh(home, 0));

    [Theory]
    [InlineData("0,0,", "0,1,")]
    [InlineData("1,95,", "1,94,")]
    [InlineData("0,0,", "0,0,-1,")]
    [InlineData("0,0,", "0,0,x,")]
    public void A_table_with_a_wrong_row_is_refused(string good, string bad)
    {
        var table = Table();
        var at = table.IndexOf("\n" + good, StringComparison.Ordinal) + 1;

        Assert.Throws<FormatException>(
            () => HomeProfiles.Parse(new StringReader(table[..at] + bad + table[(at + good.Length)..])));
    }

    [Fact]
    public void A_table_that_ends_early_is_refused()
    {
        var table = Table();
        var last = table.TrimEnd('\n').LastIndexOf('\n');

        Assert.Throws<FormatException>(() => HomeProfiles.Parse(new StringReader(table[..last])));
    }

    private static long Cell(int day, int slot, int column) => (day * 10_000) + (slot * 100) + column;

    private static string Table()
    {
        var text = new StringBuilder("# source\nday,slot,names\n");
        for (var row = 0; row < 192; row++)
        {
            var (day, slot) = (row / 96, row % 96);
            var cells = string.Join(',', Enumerable.Range(0, 34).Select(c => Cell(day, slot, c)));
            text.Append(string.Create(CultureInfo.InvariantCulture, $"{day},{slot},{cells}\n"));
        }

        return text.ToString();
    }
}
