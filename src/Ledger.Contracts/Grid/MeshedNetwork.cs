namespace Ledger.Contracts.Grid;

/// <summary>A meshed network with the transfer factors of all buses, solved once for many flows. Immutable.</summary>
public sealed class MeshedNetwork
{
    private const long Million = 1_000_000;

    private readonly DcFlow _units;
    private readonly Int128[][] _factors;

    /// <summary>Solves the network for 1 W at every bus but the slack bus.</summary>
    public MeshedNetwork(SpanningTree tree)
    {
        Tree = tree;
        var buses = new List<int>();
        foreach (var bus in tree.Order)
        {
            if (bus != tree.Network.Slack)
            {
                buses.Add(bus);
            }
        }

        _units = new DcFlow(tree, buses.ToArray());
        var closed = new List<int>();
        _factors = new Int128[tree.Network.Branches.Length][];
        for (var branch = 0; branch < _factors.Length; branch++)
        {
            _factors[branch] = new Int128[tree.Order.Length];
            if (!tree.Network.Branches[branch].IsClosed)
            {
                continue;
            }

            closed.Add(branch);
            for (var i = 0; i < buses.Count; i++)
            {
                var scaled = _units.Numerator(branch, i + 1).Multiply(ExactInteger.Of(Million));
                _factors[branch][buses[i]] = scaled.RoundedQuotient(_units.Denominator);
            }
        }

        Closed = closed.ToArray();
        UnitBuses = buses.ToArray();
    }

    /// <summary>The network and its tree.</summary>
    public SpanningTree Tree { get; }

    /// <summary>Indices of the closed branches.</summary>
    public int[] Closed { get; }

    /// <summary>What the numerators of flows are over.</summary>
    public ExactInteger Denominator => _units.Denominator;

    private int[] UnitBuses { get; }

    /// <summary>Flow over a branch in ppm of what is injected at a bus and taken out at the slack bus, half-even.</summary>
    public Int128 FactorPpm(int branch, int bus) => _factors[branch][bus];

    /// <summary>The flow when buses consume more than their own, in W.</summary>
    public MeshedFlow Flow(Int128[] moreW)
    {
        var flows = new ExactInteger[_factors.Length];
        foreach (var branch in Closed)
        {
            var flow = _units.Numerator(branch, 0);
            for (var i = 0; i < UnitBuses.Length; i++)
            {
                if (moreW[UnitBuses[i]] != 0)
                {
                    flow = flow.Subtract(
                        _units.Numerator(branch, i + 1).Multiply(ExactInteger.Of(moreW[UnitBuses[i]])));
                }
            }

            flows[branch] = flow;
        }

        return new MeshedFlow(this, flows);
    }
}
