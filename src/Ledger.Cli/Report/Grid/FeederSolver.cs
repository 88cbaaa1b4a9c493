using System.Text.Json.Nodes;
using Ledger.Cli.Market;
using Ledger.Cli.Report.Records;

namespace Ledger.Cli.Report.Grid;

/// <summary>
/// Computes the flows of a radial feeder by the contracts' own LinDistFlow, in exact integers: the contract calculator in the
/// real executor, as <c>ledger market run</c> does. Active power only, with the transformer as a branch in front of the first
/// bus, as the security check has it. One caller.
/// </summary>
internal sealed class FeederSolver(FeederEntry feeder)
{
    private readonly CaseRunner _runner = new();

    /// <summary>The flow that the buses' consumption makes.</summary>
    /// <param name="drawnW">W that each bus draws; negative feeds in.</param>
    /// <exception cref="FormatException">The feeder is not radial, or a number is out of range.</exception>
    public SlotFlow Solve(IReadOnlyList<long> drawnW)
    {
        var source = feeder.Buses.Count;
        var buses = new JsonArray();
        for (var i = 0; i <= source; i++)
        {
            buses.Add(new JsonObject { ["bus"] = i, ["pW"] = i < source ? drawnW[i] : 0 });
        }

        var branches = new JsonArray();
        for (var i = 0; i < feeder.Lines.Count; i++)
        {
            branches.Add(new JsonObject
            {
                ["branch"] = i, ["from"] = feeder.From[i], ["to"] = feeder.To[i], ["rMicroOhm"] = feeder.ResistanceMicroOhm[i],
                ["xMicroOhm"] = feeder.ReactanceMicroOhm[i], ["limitVA"] = feeder.LimitVa[i],
            });
        }

        branches.Add(new JsonObject
        {
            ["branch"] = feeder.Lines.Count, ["from"] = source, ["to"] = 0, ["limitVA"] = feeder.TransformerVa,
        });
        var solved = _runner.Compute("lindistflow", new JsonObject
        {
            ["buses"] = buses, ["branches"] = branches, ["slack"] = source, ["nominalMilliVolt"] = feeder.NominalMilliVolt,
            ["slackMilliVolt"] = feeder.SlackMilliVolt, ["vMinPpm"] = feeder.VoltageMinPpm, ["vMaxPpm"] = feeder.VoltageMaxPpm,
        })!;

        // Buses and branches come back by their numbers, the transformer's behind the others.
        var voltages = solved["buses"]!.AsArray();
        var lines = solved["lines"]!.AsArray();
        return new SlotFlow(
            [.. voltages.Take(source).Select(b => Number(b!["ppm"]))], [.. voltages.Take(source).Select(b => Number(b!["milliVolt"]))],
            [.. lines.Select(l => Number(l!["pW"]))], Number(solved["lossEstimateW"]));
    }

    /// <summary>A whole number, which stands as a text beyond 53 bits.</summary>
    private static long Number(JsonNode? node) =>
        long.Parse(node!.ToString(), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture);
}
