using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Grid;

/// <summary>dcflow (M7): flows, exceeded limits and transfer factors (PTDF) of a meshed network. Pure.</summary>
public sealed class DcFlowCheck : ICalculation
{
    private const long Million = 1_000_000;

    /// <inheritdoc/>
    public string Name => "dcflow";

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input)
    {
        var network = NetworkReader.Network(input);
        var buses = UnitBuses(network, input);
        var flow = new DcFlow(new SpanningTree(network), buses);
        var flows = DocumentNode.List();
        var factors = DocumentNode.List();
        for (var i = 0; i < network.Branches.Length; i++)
        {
            if (!network.Branches[i].IsClosed)
            {
                continue;
            }

            var numerator = flow.Numerator(i, 0);
            flows.Add(DocumentNode.Object()
                .With("branch", (Int128)network.Branches[i].Number)
                .With("pW", numerator.RoundedQuotient(flow.Denominator))
                .With("over", IsOver(numerator, flow.Denominator, network.Branches[i].LimitVoltAmpere)));
            factors.Add(DocumentNode.Object()
                .With("branch", (Int128)network.Branches[i].Number)
                .With("ppm", Factors(flow, i, buses.Length)));
        }

        var numbers = DocumentNode.List();
        foreach (var bus in buses)
        {
            numbers.Add(DocumentNode.Of((Int128)network.Buses[bus].Number));
        }

        return DocumentNode.Object().With("flows", flows).With("ptdfBuses", numbers).With("ptdf", factors);
    }

    private static bool IsOver(ExactInteger numerator, ExactInteger denominator, long limit)
    {
        var size = numerator.Sign < 0 ? numerator.Negate() : numerator;
        return limit > 0 && size.CompareTo(denominator.Multiply(ExactInteger.Of(limit))) > 0;
    }

    private static DocumentNode Factors(DcFlow flow, int branch, int count)
    {
        var list = DocumentNode.List();
        for (var i = 0; i < count; i++)
        {
            var scaled = flow.Numerator(branch, i + 1).Multiply(ExactInteger.Of(Million));
            list.Add(DocumentNode.Of(scaled.RoundedQuotient(flow.Denominator)));
        }

        return list;
    }

    /// <summary>The field <c>ptdfBuses</c>, or every bus but the slack bus.</summary>
    private static int[] UnitBuses(GridNetwork network, DocumentNode input)
    {
        var asked = input.Find("ptdfBuses");
        var buses = new List<int>();
        if (asked != null)
        {
            for (var i = 0; i < asked.AsList().Count; i++)
            {
                buses.Add(network.IndexOf((int)asked.At(i).AsLong()));
            }

            return buses.ToArray();
        }

        foreach (var bus in network.Ascending())
        {
            if (bus != network.Slack)
            {
                buses.Add(bus);
            }
        }

        return buses.ToArray();
    }
}
