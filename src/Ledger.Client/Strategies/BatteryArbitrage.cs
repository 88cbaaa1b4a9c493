namespace Ledger.Client.Strategies;

/// <summary>
/// A battery that buys cheap and sells dear: it plans by dynamic programming over the outlook's prices and what it can
/// hold. At its own meter it bids what the stored energy saves later and asks what releasing it costs later, so it
/// trades whenever the price is good enough, whatever it was expected to be. In a home its plan counts with the
/// home's own surplus and deficit.
/// </summary>
public sealed class BatteryArbitrage : IFlexibleStrategy
{
    /// <summary>Levels of charge that a plan tells apart, at most.</summary>
    public const int LevelsMax = 257;

    private const int LevelsDefault = 33;

    private readonly int _levels;
    private readonly long _storedValueMicro;
    private SlotOutlook? _decided;

    /// <summary>A battery that holds so much.</summary>
    /// <param name="limits">What it can do.</param>
    /// <param name="storedWh">What it holds, from the reserve to the capacity.</param>
    /// <param name="storedValueMicro">
    /// What a stored kWh is worth behind the outlook, in µ¤. At 0 a plan ends empty.
    /// </param>
    /// <param name="levels">
    /// Levels of charge that plans tell apart, 2 to <see cref="LevelsMax"/>; time grows with the square.
    /// </param>
    public BatteryArbitrage(
        BatteryLimits limits, long storedWh, long storedValueMicro = 0, int levels = LevelsDefault)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(storedWh, limits.ReserveWh);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(storedWh, limits.CapacityWh);
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(levels, LevelsMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(storedValueMicro, SlotOutlook.PriceMicroMax);
        ArgumentOutOfRangeException.ThrowIfNegative(storedValueMicro);
        Limits = limits;
        StoredWh = storedWh;
        _storedValueMicro = storedValueMicro;
        _levels = levels;
    }

    /// <summary>What it can do.</summary>
    public BatteryLimits Limits { get; }

    /// <summary>What it holds, in Wh.</summary>
    public long StoredWh { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<long> Plan(SlotOutlook outlook)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        return PlanCore(outlook).DrawWh;
    }

    /// <summary>
    /// The planned side at the planned quantity, the other side, or both when the plan rests, at all that is possible;
    /// each at the value that the stored energy has behind the slot.
    /// </summary>
    public SlotDecision Decide(SlotOutlook outlook)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        _decided = outlook;
        var plan = PlanCore(outlook);
        var planned = plan.DrawWh[0];
        var take = planned > 0 ? planned : TakeWhMax(outlook);
        var give = planned < 0 ? -planned : GiveWhMax(outlook);
        var held = plan.CostAfterNano(StoredWh);
        var orders = new List<StrategyOrder>(2);
        var bid = SlotOutlook.PriceMicroMax;
        var ask = -SlotOutlook.PriceMicroMax;
        if (take > 0)
        {
            bid = Bounded(Math128.FloorDivide(held - plan.CostAfterNano(Limits.After(StoredWh, take)), take));
            take = Math.Min(take, NetOrder.Affordable(outlook.BudgetNano, bid));
        }

        if (give > 0)
        {
            var lost = plan.CostAfterNano(Limits.After(StoredWh, -give)) - held;
            ask = Bounded(Math128.CeilingDivide(lost, give) + Limits.WearMicro);
        }

        // Nobody trades with itself: where the two would meet, the plan decides which one stands.
        var meet = take > 0 && give > 0 && bid >= ask;
        if (take > 0 && (!meet || planned > 0))
        {
            orders.Add(new StrategyOrder(OrderSide.Buy, take, bid, LeastWh: 1));
        }

        if (give > 0 && (!meet || planned < 0))
        {
            orders.Add(new StrategyOrder(OrderSide.Sell, give, ask, LeastWh: 1));
        }

        return new SlotDecision(orders, planned);
    }

    /// <inheritdoc/>
    public long Deliver(long boughtWh, long soldWh)
    {
        var outlook = _decided ?? throw new InvalidOperationException("a slot is decided before it is delivered");
        _decided = null;
        var draw = Math.Clamp(boughtWh - soldWh, -GiveWhMax(outlook), TakeWhMax(outlook));
        Move(outlook, draw);
        return draw;
    }

    /// <inheritdoc/>
    public void Move(SlotOutlook outlook, long drawWh)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(drawWh, TakeWhMax(outlook));
        ArgumentOutOfRangeException.ThrowIfLessThan(drawWh, -GiveWhMax(outlook));
        StoredWh = Limits.After(StoredWh, drawWh);
    }

    private static long Bounded(Int128 priceMicro) =>
        (long)Int128.Clamp(priceMicro, -SlotOutlook.PriceMicroMax, SlotOutlook.PriceMicroMax);

    private BatteryPlan PlanCore(SlotOutlook outlook) =>
        new(Limits, outlook, StoredWh, _levels, _storedValueMicro);

    private long TakeWhMax(SlotOutlook outlook) => Math.Min(Limits.TakeWhMax(StoredWh), outlook.DrawWhMax(0));

    private long GiveWhMax(SlotOutlook outlook) => Math.Min(Limits.GiveWhMax(StoredWh), outlook.GiveWhMax(0));
}
