namespace Ledger.Client.Strategies;

/// <summary>
/// A load that runs once, without a break, somewhere in a window: a washing machine, a pump. It starts where the run is
/// cheapest, the earliest when equal. At its own meter it bids for the first slot as a block order, all or nothing, at
/// the price at which starting now costs what the best later start does; once it runs, and at the latest start, it
/// takes what it needs up to the retail price. A start that would overload the connection comes last of all.
/// </summary>
public sealed class DeferrableLoad : IFlexibleStrategy
{
    /// <summary>Slots that a run has at most: a day.</summary>
    public const int RunSlotsMax = 96;

    private readonly long[] _runWh;
    private int _done;
    private bool _isScheduled;
    private long _earliestStart;
    private long _latestStart;
    private SlotOutlook? _decided;

    /// <summary>A load that is not to run yet.</summary>
    /// <param name="runWh">Wh in each slot of a run, the first positive; 1 to <see cref="RunSlotsMax"/> slots.</param>
    public DeferrableLoad(IReadOnlyList<long> runWh)
    {
        ArgumentNullException.ThrowIfNull(runWh);
        if (runWh.Count is 0 or > RunSlotsMax || runWh[0] <= 0 ||
            runWh.Any(w => w is < 0 or > SlotOutlook.QuantityWhMax))
        {
            throw new ArgumentException($"a run has 1 to {RunSlotsMax} slots and begins with energy", nameof(runWh));
        }

        _runWh = [.. runWh];
        _done = _runWh.Length;
    }

    /// <summary>Whether it has begun and not ended.</summary>
    public bool IsRunning => _done > 0 && _done < _runWh.Length;

    /// <summary>Whether it has a run ahead of it or goes through one.</summary>
    public bool IsPending => _isScheduled || IsRunning;

    /// <summary>Gives it a run to do.</summary>
    /// <param name="earliestStart">First slot in which it may start, seconds since 1970-01-01 UTC.</param>
    /// <param name="deadlineStart">First slot in which it must be over.</param>
    /// <exception cref="InvalidOperationException">It runs.</exception>
    /// <exception cref="ArgumentException">The window is shorter than the run.</exception>
    public void Schedule(long earliestStart, long deadlineStart)
    {
        if (IsRunning)
        {
            throw new InvalidOperationException("it has not ended its run");
        }

        _latestStart = deadlineStart - (_runWh.Length * SlotOutlook.SlotSeconds);
        if (_latestStart < earliestStart)
        {
            throw new ArgumentException("the window is shorter than the run", nameof(deadlineStart));
        }

        _earliestStart = earliestStart;
        _isScheduled = true;
        _done = 0;
    }

    /// <inheritdoc/>
    public IReadOnlyList<long> Plan(SlotOutlook outlook)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        var draws = new long[outlook.Slots.Count];
        var start = IsRunning ? -_done : BestStart(outlook, 0).Index;
        if (IsRunning || start >= 0)
        {
            for (var i = Math.Max(0, start); i < Math.Min(draws.Length, start + _runWh.Length); i++)
            {
                draws[i] = _runWh[i - start];
            }
        }

        return draws;
    }

    /// <inheritdoc/>
    public SlotDecision Decide(SlotOutlook outlook)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        _decided = outlook;
        var planned = Plan(outlook)[0];
        var retail = outlook.Now.RetailMicro;
        if (IsRunning || MustStart(outlook))
        {
            var wanted = Math.Min(planned, NetOrder.Affordable(outlook.BudgetNano, retail));
            return wanted == 0
                ? new SlotDecision([], planned)
                : new SlotDecision([new StrategyOrder(OrderSide.Buy, wanted, retail)], planned);
        }

        var now = RunCost(outlook, 0);
        if (!MayStart(outlook) || now.ExcessWh > 0)
        {
            return SlotDecision.None;
        }

        var first = _runWh[0];
        var rest = now.CostNano - RunCostOf(outlook, 0, first);
        var limit = Int128.Clamp(
            Math128.FloorDivide(BestStart(outlook, 1).CostNano - rest, first), -SlotOutlook.PriceMicroMax, retail);
        return NetOrder.Affordable(outlook.BudgetNano, (long)limit) < first
            ? new SlotDecision([], 0)
            : new SlotDecision([new StrategyOrder(OrderSide.Buy, first, (long)limit, LeastWh: first)], planned);
    }

    /// <summary>Starts when the block was bought or it is the latest start; goes on when it runs.</summary>
    public long Deliver(long boughtWh, long soldWh)
    {
        var outlook = _decided ?? throw new InvalidOperationException("a slot is decided before it is delivered");
        _decided = null;
        var starts = MustStart(outlook) || (MayStart(outlook) && boughtWh >= _runWh[0]);
        var draw = IsRunning ? _runWh[_done] : starts ? _runWh[0] : 0;
        Move(outlook, draw);
        return draw;
    }

    /// <inheritdoc/>
    public void Move(SlotOutlook outlook, long drawWh)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        var starts = !IsRunning && drawWh > 0;
        var isPossible = IsRunning ? drawWh == _runWh[_done]
            : starts ? MayStart(outlook) && drawWh == _runWh[0]
            : drawWh == 0 && !MustStart(outlook);
        if (!isPossible)
        {
            throw new ArgumentOutOfRangeException(nameof(drawWh), drawWh, "a run draws what it draws, without a break");
        }

        if (IsRunning || starts)
        {
            _done++;
            _isScheduled = false;
        }
    }

    private bool MayStart(SlotOutlook outlook) =>
        _isScheduled && outlook.Now.Start >= _earliestStart;

    /// <summary>Also later than the latest start, when nobody asked in time.</summary>
    private bool MustStart(SlotOutlook outlook) => MayStart(outlook) && outlook.Now.Start >= _latestStart;

    private (int Index, long CostNano) BestStart(SlotOutlook outlook, int from)
    {
        if (!_isScheduled)
        {
            return (-1, 0);
        }

        var now = outlook.Now.Start;
        var earliest = Math.Max(from, CeilingSlots(_earliestStart - now));
        var latest = Math.Max(earliest, (int)Math.Min(SlotOutlook.SlotsMax, (_latestStart - now) / SlotOutlook.SlotSeconds));
        var best = (Index: earliest, Cost: RunCost(outlook, earliest));
        for (var i = earliest + 1; i <= latest; i++)
        {
            var cost = RunCost(outlook, i);
            if (cost.CompareTo(best.Cost) < 0)
            {
                best = (i, cost);
            }
        }

        return (best.Index, best.Cost.CostNano);
    }

    /// <summary>Wh beyond what the connection carries, which count before all money, and the money.</summary>
    private (long ExcessWh, long CostNano) RunCost(SlotOutlook outlook, int start)
    {
        var excess = 0L;
        var cost = 0L;
        for (var i = 0; i < _runWh.Length; i++)
        {
            excess += Math.Max(0, _runWh[i] - outlook.DrawWhMax(start + i));
            cost += RunCostOf(outlook, start + i, _runWh[i]);
        }

        return (excess, cost);
    }

    private static long RunCostOf(SlotOutlook outlook, int index, long drawWh)
    {
        var slot = outlook.At(index);
        return slot.CostNano(drawWh) - slot.CostNano(0);
    }

    private static int CeilingSlots(long seconds) => seconds <= 0
        ? 0
        : (int)Math.Min(
            SlotOutlook.SlotsMax, (seconds + SlotOutlook.SlotSeconds - 1) / SlotOutlook.SlotSeconds);
}
