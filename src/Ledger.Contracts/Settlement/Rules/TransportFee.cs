using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Settlement.Rules;

/// <summary>
/// transport-fee (M13): the cheapest path between two nodes of the grid graph. The same node: fee 0 and a path of one
/// node. Pure.
/// </summary>
public sealed class TransportFee : ICalculation
{
    /// <inheritdoc/>
    public string Name => "transport-fee";

    /// <summary>The fee in µ¤/kWh and the nodes from one end to the other; null when there is no path.</summary>
    public static (long FeeMicro, string[] Path)? Between(FeeGraph graph, string from, string to)
    {
        if (from == to)
        {
            return (0, new[] { from });
        }

        var (start, end) = (graph.Find(from), graph.Find(to));
        if (start < 0 || end < 0)
        {
            return null;
        }

        var paths = new FeePaths(graph, end);
        return paths.Reaches(start) ? (paths.FeeMicro(start), paths.Path(start)) : null;
    }

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input)
    {
        var quantity = input.Long("qtyWh");
        var found = Between(ParameterReader.Graph(input), input.Text("from"), input.Text("to"));
        if (found == null)
        {
            return DocumentNode.Object().With("error", "UNREACHABLE");
        }

        return DocumentNode.Object()
            .With("feeMicro", (Int128)found.Value.FeeMicro)
            .With("path", DocumentNode.Texts(found.Value.Path))
            .With("feeNano", (Int128)quantity * found.Value.FeeMicro);
    }
}
