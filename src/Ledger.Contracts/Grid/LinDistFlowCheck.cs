using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Grid;

/// <summary>lindistflow (M7): voltages, flows, losses and violated limits of a radial feeder. Pure.</summary>
public sealed class LinDistFlowCheck : ICalculation
{
    /// <inheritdoc/>
    public string Name => "lindistflow";

    /// <summary>The result in the format of the worked examples.</summary>
    public static DocumentNode Describe(LinDistFlow flow)
    {
        var network = flow.Tree.Network;
        var (lowest, highest) = (network.Ascending()[0], network.Ascending()[0]);
        var buses = DocumentNode.List();
        foreach (var bus in network.Ascending())
        {
            lowest = flow.Squares[bus] < flow.Squares[lowest] ? bus : lowest;
            highest = flow.Squares[bus] > flow.Squares[highest] ? bus : highest;
            buses.Add(DocumentNode.Object()
                .With("bus", (Int128)network.Buses[bus].Number)
                .With("uMicroV2", flow.Squares[bus])
                .With("milliVolt", flow.MilliVolt(bus))
                .With("ppm", flow.Ppm(bus)));
        }

        var lines = DocumentNode.List();
        Int128 losses = 0;
        for (var i = 0; i < network.Branches.Length; i++)
        {
            if (network.Branches[i].IsClosed)
            {
                var child = flow.Tree.ChildOf(i);
                var sign = network.To[i] == child ? 1 : -1;
                losses += flow.LossW(i);
                lines.Add(DocumentNode.Object()
                    .With("branch", (Int128)network.Branches[i].Number)
                    .With("pW", sign * flow.ActiveInto[child])
                    .With("qVar", sign * flow.ReactiveInto[child])
                    .With("lossW", flow.LossW(i)));
            }
        }

        return DocumentNode.Object()
            .With("buses", buses)
            .With("lines", lines)
            .With("slackPW", flow.ActiveInto[network.Slack])
            .With("slackQVar", flow.ReactiveInto[network.Slack])
            .With("lossEstimateW", losses)
            .With("minBus", (Int128)network.Buses[lowest].Number)
            .With("minPpm", flow.Ppm(lowest))
            .With("maxBus", (Int128)network.Buses[highest].Number)
            .With("maxPpm", flow.Ppm(highest))
            .With("violations", Violations(flow));
    }

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input) =>
        Describe(LinDistFlow.Solve(SpanningTree.OfRadial(NetworkReader.Network(input))));

    private static DocumentNode Violations(LinDistFlow flow)
    {
        var list = DocumentNode.List();
        foreach (var violation in flow.Violations())
        {
            list.Add(DocumentNode.Object()
                .With("type", violation.Kind)
                .With(violation.Kind == Violation.LineLimit ? "branch" : "bus", (Int128)violation.Number));
        }

        return list;
    }
}
