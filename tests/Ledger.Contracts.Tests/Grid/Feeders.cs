using System.Globalization;
using Ledger.Contracts.Grid;

namespace Ledger.Contracts.Tests.Grid;

/// <summary>The published feeders, when the checkout stands beside the data.</summary>
internal static class Feeders
{
    public static GridNetwork Read(string name, long minimumPpm = 900_000, Func<int, long>? limit = null)
    {
        var buses = Rows(name + "_buses.csv").Select(r =>
            new GridBus(int.Parse(r[0], CultureInfo.InvariantCulture), Scaled(r[2], 3), Scaled(r[3], 3))).ToArray();
        var branches = Rows(name + "_branches.csv").Select(r => new GridBranch
        {
            Number = int.Parse(r[0], CultureInfo.InvariantCulture),
            From = int.Parse(r[1], CultureInfo.InvariantCulture),
            To = int.Parse(r[2], CultureInfo.InvariantCulture),
            ResistanceMicroOhm = Scaled(r[3], 6),
            ReactanceMicroOhm = Scaled(r[4], 6),
            IsClosed = r[5] == "1",
            LimitVoltAmpere = limit?.Invoke(int.Parse(r[0], CultureInfo.InvariantCulture)) ?? 0,
        }).ToArray();
        return new GridNetwork(buses, branches, 1)
        {
            SlackMilliVolt = 12_660_000, NominalMilliVolt = 12_660_000, MinimumPpm = minimumPpm, MaximumPpm = 1_100_000,
        };
    }

    public static IEnumerable<string[]> Rows(string file)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at != null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, "shared", "data", file);
            if (File.Exists(path))
            {
                return File.ReadAllLines(path).Skip(1).Where(l => l.Length > 0).Select(l => l.Split(','));
            }
        }

        Assert.Skip("the folder shared/data is not beside the checkout");
        return [];
    }

    /// <summary>The same network with other loads, or none.</summary>
    public static GridNetwork WithLoads(GridNetwork network, Func<GridBus, GridBus> change) =>
        new(network.Buses.Select(change).ToArray(), network.Branches, network.Buses[network.Slack].Number)
        {
            SlackMilliVolt = network.SlackMilliVolt, NominalMilliVolt = network.NominalMilliVolt,
            MinimumPpm = network.MinimumPpm, MaximumPpm = network.MaximumPpm,
        };

    private static long Scaled(string text, int digits)
    {
        var value = decimal.Parse(text, CultureInfo.InvariantCulture);
        for (var i = 0; i < digits; i++)
        {
            value *= 10;
        }

        Assert.Equal(decimal.Truncate(value), value);
        return (long)value;
    }
}
