namespace Ledger.Client.Strategies;

/// <summary>
/// An electric vehicle that must hold a given energy when it leaves. It charges in the cheapest slots before its
/// departure; what the later slots could not make up for any more it draws at once, at any price up to retail. At its
/// own meter it bids for the rest what the same energy would cost later, and more as the time gets short: the limit
/// rises from that price toward retail by the share of the remaining time that charging needs.
/// </summary>
public sealed class VehicleByDeparture : IFlexibleStrategy
{
    private readonly long _slotWhMax;
    private SlotOutlook? _decided;

    /// <summary>A vehicle that is not plugged in.</summary>
    /// <param name="slotWhMax">Most Wh that the charger draws in a slot.</param>
    public VehicleByDeparture(long slotWhMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slotWhMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slotWhMax, SlotOutlook.QuantityWhMax);
        _slotWhMax = slotWhMax;
    }

    /// <summary>Wh that are still to be drawn.</summary>
    public long NeedWh { get; private set; }

    /// <summary>Start of the first slot in which it is gone, seconds since 1970-01-01 UTC.</summary>
    public long DepartureStart { get; private set; }

    /// <summary>Plugs it in.</summary>
    /// <param name="needWh">Wh to draw, 0 to <see cref="SlotOutlook.QuantityWhMax"/>.</param>
    /// <param name="departureStart">Start of the first slot in which it is gone.</param>
    public void PlugIn(long needWh, long departureStart)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(needWh);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(needWh, SlotOutlook.QuantityWhMax);
        NeedWh = needWh;
        DepartureStart = departureStart;
    }

    /// <inheritdoc/>
    public IReadOnlyList<long> Plan(SlotOutlook outlook)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        var draws = new long[outlook.Slots.Count];
        Fill(outlook, 0, NeedWh, draws);
        if (draws[0] < FirmWh(outlook))
        {
            throw new InvalidOperationException("a plan draws what later slots cannot");
        }

        return draws;
    }

    /// <inheritdoc/>
    public SlotDecision Decide(SlotOutlook outlook)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        _decided = outlook;
        var firm = FirmWh(outlook);
        var planned = Plan(outlook)[0];
        var free = (planned > firm ? planned : NowWhMax(outlook)) - firm;
        var orders = new List<StrategyOrder>(2);
        var budget = outlook.BudgetNano;
        var retail = outlook.Now.RetailMicro;
        var firmBought = Math.Min(firm, NetOrder.Affordable(budget, retail));
        if (firmBought > 0)
        {
            orders.Add(new StrategyOrder(OrderSide.Buy, firmBought, retail));
            budget -= Math.Max(0, firmBought * retail);
        }

        if (free > 0)
        {
            var limit = FreeLimit(outlook, NeedWh - firm, free, isPlanned: planned > firm);
            free = Math.Min(free, NetOrder.Affordable(budget, limit));
            if (free > 0)
            {
                orders.Add(new StrategyOrder(OrderSide.Buy, free, limit, LeastWh: 1));
            }
        }

        return new SlotDecision(orders, planned);
    }

    /// <summary>Draws what was bought, and in any case what later slots could not make up for.</summary>
    public long Deliver(long boughtWh, long soldWh)
    {
        var outlook = _decided ?? throw new InvalidOperationException("a slot is decided before it is delivered");
        _decided = null;
        var draw = Math.Clamp(boughtWh, FirmWh(outlook), NowWhMax(outlook));
        Move(outlook, draw);
        return draw;
    }

    /// <inheritdoc/>
    public void Move(SlotOutlook outlook, long drawWh)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        ArgumentOutOfRangeException.ThrowIfNegative(drawWh);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(drawWh, NowWhMax(outlook));
        NeedWh -= drawWh;
    }

    /// <summary>Slots from the first of the outlook to the departure.</summary>
    private int SlotsLeft(SlotOutlook outlook) => (int)Math.Clamp(
        (DepartureStart - outlook.Now.Start) / SlotOutlook.SlotSeconds, 0, SlotOutlook.SlotsMax);

    private long NowWhMax(SlotOutlook outlook) => SlotsLeft(outlook) == 0
        ? 0
        : Math.Min(NeedWh, Math.Min(_slotWhMax, outlook.DrawWhMax(0)));

    /// <summary>What must be drawn now, since the later slots cannot take it.</summary>
    private long FirmWh(SlotOutlook outlook)
    {
        var later = 0L;
        for (var i = 1; i < SlotsLeft(outlook); i++)
        {
            later += Math.Min(_slotWhMax, outlook.DrawWhMax(i));
        }

        return Math.Clamp(NeedWh - later, 0, NowWhMax(outlook));
    }

    /// <summary>Draws energy in the cheapest slots from one on.</summary>
    /// <returns>What it costs, in n¤; what finds no room costs nothing.</returns>
    private long Fill(SlotOutlook outlook, int from, long needWh, long[]? draws)
    {
        var left = needWh;
        var cost = 0L;
        foreach (var use in EnergyUse.Cheapest(outlook, from, SlotsLeft(outlook), _slotWhMax))
        {
            var taken = Math.Min(left, use.QuantityWh);
            left -= taken;
            cost += taken * use.PriceMicro;
            if (draws != null && use.Index < draws.Length)
            {
                draws[use.Index] += taken;
            }
        }

        return cost;
    }

    /// <summary>The mean price that <paramref name="freeWh"/> would cost later; dearer with urgency when planned.</summary>
    private long FreeLimit(SlotOutlook outlook, long needWh, long freeWh, bool isPlanned)
    {
        var later = Fill(outlook, 1, needWh, null) - Fill(outlook, 1, needWh - freeWh, null);
        var price = Math128.FloorDivide(later, freeWh);
        var retail = outlook.Now.RetailMicro;
        if (isPlanned && price < retail)
        {
            var room = (Int128)_slotWhMax * SlotsLeft(outlook);
            price += Math128.FloorDivide((retail - price) * Int128.Min(needWh, room), room);
        }

        return (long)Int128.Min(price, retail);
    }
}
