using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Grid;

/// <summary>
/// The DC flow of a meshed network (M7): its injections times the transfer factors of <see cref="MeshedNetwork"/>, in
/// exact fractions. Only lines have limits. Immutable.
/// </summary>
public sealed class MeshedFlow : IGridFlow
{
    private const long Million = 1_000_000;

    private readonly MeshedNetwork _network;
    private readonly ExactInteger[] _flows;

    internal MeshedFlow(MeshedNetwork network, ExactInteger[] flows)
    {
        _network = network;
        _flows = flows;
    }

    /// <inheritdoc/>
    public SpanningTree Tree => _network.Tree;

    /// <summary>Flow of a closed branch in W, rounded half to even.</summary>
    public Int128 Watt(int branch) => _flows[branch].RoundedQuotient(_network.Denominator);

    /// <inheritdoc/>
    public Violation[] Violations()
    {
        var found = new List<Violation>();
        foreach (var branch in _network.Closed)
        {
            if (Excess(branch) > 0)
            {
                found.Add(Violation.OfLine(Tree.Network, branch));
            }
        }

        return found.ToArray();
    }

    /// <inheritdoc/>
    public LimitSensitivity[] Sensitivities(Violation violation)
    {
        var branch = violation.Index;
        var excess = Excess(branch);
        var bought = new Int128[Tree.Order.Length];
        var sold = new Int128[Tree.Order.Length];
        for (var bus = 0; bus < bought.Length; bus++)
        {
            // Injection at the bus adds this to the flow in its direction; consumption takes it away.
            var factor = _flows[branch].Sign < 0 ? -_network.FactorPpm(branch, bus) : _network.FactorPpm(branch, bus);
            bought[bus] = factor < 0 ? -factor : 0;
            sold[bus] = factor > 0 ? factor : 0;
        }

        return new[] { new LimitSensitivity(true, excess, bought), new LimitSensitivity(false, excess, sold) };
    }

    /// <inheritdoc/>
    public DocumentNode Describe()
    {
        var lines = DocumentNode.List();
        foreach (var branch in _network.Closed)
        {
            lines.Add(DocumentNode.Object()
                .With("branch", (Int128)Tree.Network.Branches[branch].Number)
                .With("pW", Watt(branch))
                .With("over", Excess(branch) > 0));
        }

        return DocumentNode.Object().With("flows", lines);
    }

    /// <summary>What a line carries beyond its limit, in millionths of a W, rounded up; negative within it.</summary>
    private Int128 Excess(int branch)
    {
        var limit = Tree.Network.Branches[branch].LimitVoltAmpere;
        if (limit == 0)
        {
            return -1;
        }

        var size = _flows[branch].Sign < 0 ? _flows[branch].Negate() : _flows[branch];
        var beyond = size.Subtract(_network.Denominator.Multiply(ExactInteger.Of(limit)));
        if (beyond.Sign <= 0)
        {
            return beyond.Sign;
        }

        var quotient = beyond.Multiply(ExactInteger.Of(Million)).Divide(_network.Denominator, out var rest);
        return quotient.RoundedQuotient(ExactInteger.Of(1)) + (rest.Sign > 0 ? 1 : 0);
    }
}
