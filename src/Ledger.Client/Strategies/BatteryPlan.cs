namespace Ledger.Client.Strategies;

/// <summary>
/// The cheapest way of a battery through an outlook, by dynamic programming backwards over a grid of what it holds
/// (Bellman, <i>Dynamic Programming</i>, 1957). The grid has equal steps from the reserve to the capacity and, as a
/// level of its own, what the battery holds now. Of the ways forward, on the grid and also by the exact surplus or
/// deficit of a slot, and of doing nothing the cheapest is taken; equal costs are decided for the least exchange.
/// Memory slots x levels; time slots x levels x the levels within one slot's power. Immutable.
/// </summary>
internal sealed class BatteryPlan
{
    private readonly BatteryLimits _limits;
    private readonly SlotOutlook _outlook;
    private readonly long[] _levels;
    private readonly long[][] _costToGo;
    private readonly long _storedValueMicro;

    public BatteryPlan(BatteryLimits limits, SlotOutlook outlook, long storedWh, int levels, long storedValueMicro)
    {
        _limits = limits;
        _outlook = outlook;
        _storedValueMicro = storedValueMicro;
        _levels = Levels(limits, storedWh, levels);
        _costToGo = new long[outlook.Slots.Count + 1][];
        _costToGo[^1] = [.. _levels.Select(l => -l * storedValueMicro)];
        for (var slot = outlook.Slots.Count - 1; slot >= 0; slot--)
        {
            var costs = new long[_levels.Length];
            for (var from = 0; from < costs.Length; from++)
            {
                costs[from] = Best(slot, _levels[from]).Cost;
            }

            _costToGo[slot] = costs;
        }

        DrawWh = Cheapest(storedWh, [Walk(storedWh, isExact: true), Walk(storedWh, isExact: false)]);
    }

    /// <summary>Wh drawn in each slot; negative: given.</summary>
    public long[] DrawWh { get; }

    /// <summary>
    /// What it costs from the second slot on to hold so much then, in n¤. Between two levels along a straight line,
    /// rounded up.
    /// </summary>
    public long CostAfterNano(long storedWh) => CostToGo(1, storedWh);

    private static long[] Levels(BatteryLimits limits, long storedWh, int count)
    {
        var room = limits.CapacityWh - limits.ReserveWh;
        var levels = new SortedSet<long> { storedWh };
        for (var i = 0; i < count; i++)
        {
            levels.Add(limits.ReserveWh + (room * i / (count - 1)));
        }

        return [.. levels];
    }

    /// <summary>The cost behind a slot, with straight lines between the levels.</summary>
    private long CostToGo(int slot, long storedWh)
    {
        var costs = _costToGo[slot];
        var upper = Array.BinarySearch(_levels, storedWh);
        if (upper >= 0)
        {
            return costs[upper];
        }

        upper = ~upper;
        if (upper == 0 || upper == _levels.Length)
        {
            return costs[Math.Min(upper, _levels.Length - 1)];
        }

        var span = _levels[upper] - _levels[upper - 1];
        var rise = (Int128)(costs[upper] - costs[upper - 1]) * (storedWh - _levels[upper - 1]);
        return costs[upper - 1] + (long)Math128.CeilingDivide(rise, span);
    }

    /// <summary>The cheapest of some ways and of doing nothing, which wins when equal.</summary>
    private long[] Cheapest(long storedWh, long[][] ways)
    {
        var best = new long[_outlook.Slots.Count];
        var least = CostNano(storedWh, best);
        foreach (var way in ways)
        {
            var cost = CostNano(storedWh, way);
            if (cost < least)
            {
                (best, least) = (way, cost);
            }
        }

        return best;
    }

    private long CostNano(long storedWh, long[] way)
    {
        var cost = _outlook.CostNano(way);
        foreach (var draw in way)
        {
            storedWh = _limits.After(storedWh, draw);
            cost += Math.Max(0, -draw) * _limits.WearMicro;
        }

        return cost - (storedWh * _storedValueMicro);
    }

    /// <summary>
    /// Forward through the slots. The exact way may also take just the surplus or cover just the deficit, whatever the
    /// grid's steps are.
    /// </summary>
    private long[] Walk(long storedWh, bool isExact)
    {
        var draws = new long[_outlook.Slots.Count];
        for (var slot = 0; slot < draws.Length; slot++)
        {
            var best = Best(slot, storedWh);
            if (isExact)
            {
                var draw = Math.Clamp(
                    _outlook.Slots[slot].NetWh,
                    -Math.Min(_limits.GiveWhMax(storedWh), _outlook.GiveWhMax(slot)),
                    Math.Min(_limits.TakeWhMax(storedWh), _outlook.DrawWhMax(slot)));
                var later = CostToGo(slot + 1, _limits.After(storedWh, draw));
                var cost = _outlook.Slots[slot].CostNano(draw) + later + (Math.Max(0, -draw) * _limits.WearMicro);
                Take(ref best, _outlook.Slots[slot].NetWh, cost, draw);
            }

            // Roundings leave a Wh more than the grid says, now and then.
            draws[slot] = Math.Min(best.DrawWh, _limits.TakeWhMax(storedWh));
            storedWh = _limits.After(storedWh, draws[slot]);
        }

        return draws;
    }

    /// <summary>The cheapest level to go to, looking upward and downward as far as power and connection reach.</summary>
    private (long Cost, long DrawWh) Best(int slot, long storedWh)
    {
        var forecast = _outlook.Slots[slot];
        var next = _costToGo[slot + 1];
        var best = (Cost: forecast.CostNano(0) + CostToGo(slot + 1, storedWh), DrawWh: 0L);
        var at = Array.BinarySearch(_levels, storedWh);
        var above = at >= 0 ? at + 1 : ~at;
        var below = at >= 0 ? at - 1 : ~at - 1;
        var most = Math.Min(_limits.ChargeSlotWhMax, _outlook.DrawWhMax(slot));
        for (var to = above; to < _levels.Length; to++)
        {
            var draw = _limits.TakenFor(_levels[to] - storedWh);
            if (draw > most)
            {
                break;
            }

            Take(ref best, forecast.NetWh, forecast.CostNano(draw) + next[to], draw);
        }

        most = Math.Min(_limits.DischargeSlotWhMax, _outlook.GiveWhMax(slot));
        for (var to = below; to >= 0; to--)
        {
            var give = _limits.Given(storedWh - _levels[to]);
            if (give > most)
            {
                break;
            }

            Take(ref best, forecast.NetWh, forecast.CostNano(-give) + next[to] + (give * _limits.WearMicro), -give);
        }

        return best;
    }

    /// <summary>
    /// Of equal costs the one with the least exchange wins: a surplus that is stored and a deficit that is covered now
    /// cannot be missed later. Then the smallest movement.
    /// </summary>
    private static void Take(ref (long Cost, long DrawWh) best, long netWh, long cost, long drawWh)
    {
        if (cost < best.Cost || (cost == best.Cost &&
            (Math.Abs(netWh - drawWh), Math.Abs(drawWh)).CompareTo((Math.Abs(netWh - best.DrawWh), Math.Abs(best.DrawWh))) < 0))
        {
            best = (cost, drawWh);
        }
    }
}
