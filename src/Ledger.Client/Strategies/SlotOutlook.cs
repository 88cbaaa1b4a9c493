namespace Ledger.Client.Strategies;

/// <summary>
/// What a device knows when it orders: the slot to trade and those behind it, its connection, its money. Immutable.
/// </summary>
public sealed record SlotOutlook
{
    /// <summary>Seconds in a slot.</summary>
    public const long SlotSeconds = 900;

    /// <summary>Slots that an outlook has at most: two days.</summary>
    public const int SlotsMax = 192;

    /// <summary>Prices are at most this, up or down, in µ¤/kWh, as the contract <c>market</c> bounds them.</summary>
    public const long PriceMicroMax = 1_000_000_000;

    /// <summary>
    /// Quantities of a slot are at most this, up or down, in Wh: what two days of it cost fits 64 bits.
    /// </summary>
    public const long QuantityWhMax = 10_000_000;

    /// <summary>Takes what is known.</summary>
    /// <param name="slots">The slot to trade first, then the next ones without a gap; 1 to <see cref="SlotsMax"/>.</param>
    /// <param name="limitWh">Most Wh that the connection carries in a slot, either way.</param>
    /// <param name="budgetNano">Most n¤ that the orders of the slot may cost; unlimited unless said.</param>
    /// <exception cref="ArgumentException">There are no slots, too many, or they have gaps or huge figures.</exception>
    public SlotOutlook(IReadOnlyList<SlotForecast> slots, long limitWh, long budgetNano = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(slots);
        ArgumentOutOfRangeException.ThrowIfNegative(limitWh);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limitWh, QuantityWhMax);
        ArgumentOutOfRangeException.ThrowIfNegative(budgetNano);
        if (slots.Count is 0 or > SlotsMax)
        {
            throw new ArgumentException($"an outlook has 1 to {SlotsMax} slots, not {slots.Count}", nameof(slots));
        }

        for (var i = 0; i < slots.Count; i++)
        {
            var slot = slots[i];
            if (slot.Start != slots[0].Start + (i * SlotSeconds))
            {
                throw new ArgumentException($"slot {i} does not follow the one before it", nameof(slots));
            }

            if (!IsWithin(slot.NetWh, QuantityWhMax) || !IsWithin(slot.RetailMicro, PriceMicroMax) ||
                !IsWithin(slot.FeedInMicro, PriceMicroMax) || !IsWithin(slot.BuyMicro, PriceMicroMax) ||
                !IsWithin(slot.SellMicro, PriceMicroMax))
            {
                throw new ArgumentException($"slot {i} has a figure beyond all bounds", nameof(slots));
            }
        }

        Slots = slots;
        LimitWh = limitWh;
        BudgetNano = budgetNano;
    }

    /// <summary>The slot to trade, then the next ones.</summary>
    public IReadOnlyList<SlotForecast> Slots { get; }

    /// <summary>Most Wh that the connection carries in a slot, either way.</summary>
    public long LimitWh { get; }

    /// <summary>Most n¤ that the orders of the slot may cost.</summary>
    public long BudgetNano { get; }

    /// <summary>The slot to trade.</summary>
    public SlotForecast Now => Slots[0];

    /// <summary>
    /// The slot with this number, 0 for the one to trade. Behind the last one it is repeated, without energy of its own.
    /// </summary>
    public SlotForecast At(int index) => index < Slots.Count
        ? Slots[index]
        : Slots[^1] with { Start = Slots[0].Start + (index * SlotSeconds), NetWh = 0 };

    /// <summary>Most Wh that control may draw in a slot without passing the connection's limit; not negative.</summary>
    public long DrawWhMax(int index) => Math.Max(0, LimitWh + At(index).NetWh);

    /// <summary>Most Wh that control may give in a slot without passing the connection's limit; not negative.</summary>
    public long GiveWhMax(int index) => Math.Max(0, LimitWh - At(index).NetWh);

    /// <summary>What is left to expect when these Wh are drawn; slots without a figure stay as they are.</summary>
    public SlotOutlook WithDraw(IReadOnlyList<long> drawWh)
    {
        ArgumentNullException.ThrowIfNull(drawWh);
        var slots = new SlotForecast[Slots.Count];
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = i < drawWh.Count ? Slots[i] with { NetWh = Slots[i].NetWh - drawWh[i] } : Slots[i];
        }

        return new SlotOutlook(slots, LimitWh, BudgetNano);
    }

    /// <summary>What all slots cost in n¤ when these Wh are drawn; slots without a figure count with none.</summary>
    public long CostNano(IReadOnlyList<long> drawWh)
    {
        ArgumentNullException.ThrowIfNull(drawWh);
        var cost = 0L;
        for (var i = 0; i < Math.Max(Slots.Count, drawWh.Count); i++)
        {
            cost += At(i).CostNano(i < drawWh.Count ? drawWh[i] : 0);
        }

        return cost;
    }

    private static bool IsWithin(long value, long most) => value >= -most && value <= most;
}
