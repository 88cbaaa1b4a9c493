namespace Ledger.Cli.Feeders;

/// <summary>
/// Voltages and losses of a radial feeder under given net consumption of active power, by the same linear equations as
/// the contract's check (LinDistFlow: Baran and Wu 1989), in whole numbers. Made once for a feeder, solved for each slot.
/// Not thread safe.
/// </summary>
public sealed class FeederFlow
{
    private const long Million = 1_000_000;

    private readonly Feeder _feeder;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    // Buses in an order in which each one comes after its parent; by bus its parent and the line to it.
    private readonly int[] _order;
    private readonly int[] _parent;
    private readonly int[] _line;
    private readonly long[] _watts;
    private readonly Int128[] _squares;

    /// <summary>Prepares a feeder.</summary>
    /// <exception cref="ArgumentException">It is not radial.</exception>
    public FeederFlow(Feeder feeder)
    {
        if (feeder.FirstFlaw() is { } flaw)
        {
            throw new ArgumentException(flaw, nameof(feeder));
        }

        _feeder = feeder;
        var count = feeder.Buses.Count;
        for (var i = 0; i < count; i++)
        {
            _index.Add(feeder.Buses[i].Name, i);
        }

        (_order, _parent, _line) = (new int[count], new int[count], new int[count]);
        _watts = new long[count];
        _squares = new Int128[count];
        Array.Fill(_parent, -1);
        var reached = 1;
        for (var at = 0; at < count; at++)
        {
            for (var line = 0; line < feeder.Lines.Count; line++)
            {
                var (from, to) = (_index[feeder.Lines[line].From], _index[feeder.Lines[line].To]);
                var next = from == _order[at] ? to : to == _order[at] ? from : -1;
                if (next > 0 && _parent[next] < 0)
                {
                    (_parent[next], _line[next]) = (_order[at], line);
                    _order[reached++] = next;
                }
            }
        }
    }

    /// <summary>Index of a bus by its name, or -1.</summary>
    public int IndexOf(string bus) => _index.GetValueOrDefault(bus, -1);

    /// <summary>Solves the feeder.</summary>
    /// <param name="consumedW">W that each bus draws, by index; negative: feeds in.</param>
    public FlowResult Solve(ReadOnlySpan<long> consumedW)
    {
        consumedW.CopyTo(_watts);
        for (var i = _order.Length - 1; i > 0; i--)
        {
            _watts[_parent[_order[i]]] += _watts[_order[i]];
        }

        var nominal = (Int128)_feeder.NominalMilliVolt * _feeder.NominalMilliVolt;
        _squares[0] = (Int128)_feeder.SlackMilliVolt * _feeder.SlackMilliVolt;
        var (lowest, highest) = (0, 0);
        var overloaded = _feeder.TransformerVa > 0 && Math.Abs(_watts[0]) > _feeder.TransformerVa ? 1 : 0;
        Int128 losses = 0;
        for (var i = 1; i < _order.Length; i++)
        {
            var bus = _order[i];
            var line = _feeder.Lines[_line[bus]];
            _squares[bus] = _squares[_parent[bus]] - (2 * (Int128)line.ResistanceMicroOhm * _watts[bus]);
            losses += line.ResistanceMicroOhm * ((Int128)_watts[bus] * _watts[bus]) / nominal;
            overloaded += line.LimitVa > 0 && Math.Abs(_watts[bus]) > line.LimitVa ? 1 : 0;
            lowest = _squares[bus] < _squares[lowest] ? bus : lowest;
            highest = _squares[bus] > _squares[highest] ? bus : highest;
        }

        var isWithin = overloaded == 0 &&
            _squares[lowest] * Million * Million >= (Int128)_feeder.VoltageMinPpm * _feeder.VoltageMinPpm * nominal &&
            _squares[highest] * Million * Million <= (Int128)_feeder.VoltageMaxPpm * _feeder.VoltageMaxPpm * nominal;
        return new FlowResult(
            Ppm(_squares[lowest], nominal), _feeder.Buses[lowest].Name, Ppm(_squares[highest], nominal),
            _feeder.Buses[highest].Name, (long)losses, _watts[0], overloaded, isWithin);
    }

    private static long Ppm(Int128 square, Int128 nominal)
    {
        // At most 4 x 10^12 for twice the nominal voltage, which a double holds exactly; its root may be off by one.
        var value = square <= 0 ? 0 : (long)(square * Million * Million / nominal);
        var root = (long)Math.Sqrt(value);
        return root * root > value ? root - 1 : (root + 1) * (root + 1) <= value ? root + 1 : root;
    }
}
