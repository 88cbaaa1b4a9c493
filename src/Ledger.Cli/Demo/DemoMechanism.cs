using Ledger.Cli.Demo.Devices;
using Ledger.Cli.Demo.Grid;

namespace Ledger.Cli.Demo;

/// <summary>The mechanisms that clear a slot of the demo, with the parameters that they need here. Pure.</summary>
public static class DemoMechanism
{
    /// <summary>What a market does that was told nothing.</summary>
    public const string Default = "kda-uniform";

    /// <summary>Pays for paths on a feeder, so that it needs one.</summary>
    public const string AuctionHouse = "auction-house";

    /// <summary>A procurement: the main grid buys from the homes.</summary>
    public const string Muv = "muv";

    /// <summary>Orders trade when they come, which no later check of a feeder can take back.</summary>
    public const string ContinuousAuction = "cda";

    /// <summary>Wh of a slot that a procurement asks for, for each home.</summary>
    private const long DemandWhPerHome = 50;

    /// <summary>Wh of a slot that the link between the two zones carries, for each home.</summary>
    private const long LinkWhPerHome = 20;

    /// <summary>What <c>--mechanism</c> may name: those that the contract <c>market</c> trades slots with.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        Default, "kda-discriminatory", "lao", "fro", "pay-as-bid", "fixed-price", "trade-reduction", "mcafee", "vcg", Muv,
        "zonal", "pun", AuctionHouse, ContinuousAuction,
    ];

    /// <summary>Refuses what is no mechanism of a slot, and what lacks its feeder.</summary>
    /// <exception cref="CommandException">Bad input, in one line.</exception>
    public static void Validate(string mechanism, string feeder)
    {
        if (mechanism == "otc")
        {
            throw CommandException.BadInput(
                $"{mechanism} trades between two parties and clears no slot; the mechanisms of slots are " +
                string.Join(", ", Names));
        }

        if (!Names.Contains(mechanism))
        {
            throw CommandException.BadInput(
                $"there is no mechanism '{mechanism}'; they are {string.Join(", ", Names)}");
        }

        if (mechanism == AuctionHouse && feeder == DemoFeeder.None)
        {
            throw CommandException.BadInput(
                $"{AuctionHouse} prices paths through a feeder; name one with --feeder: " +
                string.Join(", ", DemoFeeder.Names.Where(n => n != DemoFeeder.None)));
        }

        if (mechanism == ContinuousAuction && feeder != DemoFeeder.None)
        {
            throw CommandException.BadInput(
                $"trades of {ContinuousAuction} bind at once, so that no feeder can be checked behind them; leave --feeder out");
        }
    }

    /// <summary>Parameters of <c>market.setMechanism</c>.</summary>
    public static (string[] Names, long[] Values) Parameters(string mechanism, Roster roster)
    {
        var names = new List<string>();
        var values = new List<long>();
        void Add(string name, long value)
        {
            names.Add(name);
            values.Add(value);
        }

        switch (mechanism)
        {
            case "fixed-price":
                Add("priceMicro", (Tariff.Demo.RetailMicro + Tariff.Demo.FeedInMicro) / 2);
                Add("prorata", 1);
                break;
            case Muv:
                Add("priceMicro", Tariff.Demo.RetailMicro);
                Add("demandWh", DemandWhPerHome * roster.Homes.Count * roster.Scale);
                break;
            default:
                break;
        }

        if (roster.Feeder != null)
        {
            Add("secure", 1);
        }

        return ([.. names], [.. values]);
    }

    /// <summary>Whether zones must be described before.</summary>
    public static bool NeedsZones(string mechanism) => mechanism is "zonal" or "pun";

    /// <summary>Wh of a slot that pass between the two zones, either way.</summary>
    public static long LinkWh(Roster roster) => LinkWhPerHome * roster.Homes.Count * roster.Scale;
}
