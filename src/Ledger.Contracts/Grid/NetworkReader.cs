using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Grid;

/// <summary>Reads networks from documents. Pure.</summary>
public static class NetworkReader
{
    /// <summary>The fields <c>buses</c>, <c>branches</c>, <c>slack</c> and the voltages.</summary>
    public static GridNetwork Network(DocumentNode node)
    {
        var list = node.Items("buses");
        var buses = new GridBus[list.Count];
        for (var i = 0; i < buses.Length; i++)
        {
            var bus = list.At(i);
            buses[i] = new GridBus(bus.Index("bus"), bus.Long("pW", 0), bus.Long("qVar", 0));
        }

        list = node.Items("branches");
        var branches = new GridBranch[list.Count];
        for (var i = 0; i < branches.Length; i++)
        {
            var branch = list.At(i);
            branches[i] = new GridBranch
            {
                Number = branch.Index("branch"),
                From = branch.Index("from"),
                To = branch.Index("to"),
                ResistanceMicroOhm = branch.Long("rMicroOhm", 0),
                ReactanceMicroOhm = branch.Long("xMicroOhm", 0),
                IsClosed = branch.Flag("closed", true),
                LimitVoltAmpere = branch.Long("limitVA", 0),
            };
        }

        return new GridNetwork(buses, branches, node.Index("slack"))
        {
            SlackMilliVolt = Voltage(node, "slackMilliVolt", 400_000, GridNetwork.MilliVoltMax),
            NominalMilliVolt = Voltage(node, "nominalMilliVolt", 400_000, GridNetwork.MilliVoltMax),
            MinimumPpm = Voltage(node, "vMinPpm", 900_000, 2_000_000),
            MaximumPpm = Voltage(node, "vMaxPpm", 1_100_000, 2_000_000),
        };
    }

    private static long Voltage(DocumentNode node, string name, long missing, long most)
    {
        var value = node.Long(name, missing);
        return value >= 1 && value <= most ? value : throw node.Item(name).Wrong("is not 1 to " + most);
    }
}
