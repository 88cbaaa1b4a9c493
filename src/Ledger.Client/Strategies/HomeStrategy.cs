namespace Ledger.Client.Strategies;

/// <summary>
/// A home with everything behind one meter: what can be controlled plans one after the other, each on what the ones
/// before it left, and the energy that remains is ordered by another strategy. The home keeps to its plan whatever
/// trades, since the main grid takes or supplies the rest; so its deviation is the error of its forecast.
/// </summary>
public sealed class HomeStrategy : IBidStrategy
{
    private readonly IBidStrategy _net;
    private readonly IFlexibleStrategy[] _flexible;
    private readonly long[] _drawWh;
    private readonly SlotOutlook[] _seen;
    private bool _isDecided;

    /// <summary>A home.</summary>
    /// <param name="net">Prices what remains, and controls nothing itself.</param>
    /// <param name="flexible">What can be controlled, in the order of planning: batteries last.</param>
    public HomeStrategy(IBidStrategy net, params IReadOnlyList<IFlexibleStrategy> flexible)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(flexible);
        _net = net;
        _flexible = [.. flexible];
        _drawWh = new long[_flexible.Length];
        _seen = new SlotOutlook[_flexible.Length];
    }

    /// <inheritdoc/>
    public SlotDecision Decide(SlotOutlook outlook)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        var left = outlook;
        for (var i = 0; i < _flexible.Length; i++)
        {
            var plan = _flexible[i].Plan(left);
            _seen[i] = left;
            _drawWh[i] = plan[0];
            left = left.WithDraw(plan);
        }

        _isDecided = true;
        return _net.Decide(left) with { DrawWh = _drawWh.Sum() };
    }

    /// <summary>Everything moves as it was planned.</summary>
    public long Deliver(long boughtWh, long soldWh)
    {
        if (!_isDecided)
        {
            throw new InvalidOperationException("a slot is decided before it is delivered");
        }

        _isDecided = false;
        _net.Deliver(boughtWh, soldWh);
        for (var i = 0; i < _flexible.Length; i++)
        {
            _flexible[i].Move(_seen[i], _drawWh[i]);
        }

        return _drawWh.Sum();
    }
}
