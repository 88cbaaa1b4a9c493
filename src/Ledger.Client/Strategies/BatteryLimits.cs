namespace Ledger.Client.Strategies;

/// <summary>What a battery can do. Energy in Wh, efficiencies in basis points. Immutable.</summary>
public sealed record BatteryLimits
{
    private const long Full = 10_000;

    /// <summary>The most that it holds.</summary>
    public required long CapacityWh { get; init; }

    /// <summary>The least that is left in it; 0 by default.</summary>
    public long ReserveWh { get; init; }

    /// <summary>Most Wh taken from outside in a slot.</summary>
    public required long ChargeSlotWhMax { get; init; }

    /// <summary>Most Wh given outside in a slot.</summary>
    public required long DischargeSlotWhMax { get; init; }

    /// <summary>Stored for what is taken, rounded down to whole Wh; 1 to 10,000.</summary>
    public long ChargeEfficiencyBps { get; init; } = Full;

    /// <summary>Given for what is taken out of the store; what is taken out is rounded up. 1 to 10,000.</summary>
    public long DischargeEfficiencyBps { get; init; } = Full;

    /// <summary>Cost of wear for a kWh given, in µ¤; 0 by default.</summary>
    public long WearMicro { get; init; }

    /// <summary>Wh that are stored of what is taken.</summary>
    public long Stored(long takenWh) => takenWh * ChargeEfficiencyBps / Full;

    /// <summary>Least Wh to take so that this much is stored.</summary>
    public long TakenFor(long storedWh) => Ceiling(storedWh * Full, ChargeEfficiencyBps);

    /// <summary>Most Wh that are given when this much leaves the store.</summary>
    public long Given(long releasedWh) => releasedWh * DischargeEfficiencyBps / Full;

    /// <summary>Wh that leave the store when this much is given.</summary>
    public long ReleasedFor(long givenWh) => Ceiling(givenWh * Full, DischargeEfficiencyBps);

    /// <summary>What a battery holds after a slot in which it drew so much; negative: gave.</summary>
    public long After(long storedWh, long drawWh) =>
        drawWh < 0 ? storedWh - ReleasedFor(-drawWh) : storedWh + Stored(drawWh);

    /// <summary>Most Wh that it can take in a slot when it holds so much.</summary>
    public long TakeWhMax(long storedWh) =>
        Math.Min(ChargeSlotWhMax, TakenFor(Math.Max(0, CapacityWh - storedWh)));

    /// <summary>Most Wh that it can give in a slot when it holds so much.</summary>
    public long GiveWhMax(long storedWh) => Math.Min(DischargeSlotWhMax, Given(Math.Max(0, storedWh - ReserveWh)));

    /// <summary>Checks every figure.</summary>
    /// <exception cref="ArgumentException">One is out of its range.</exception>
    public void Validate()
    {
        ThrowUnless(CapacityWh is >= 0 and <= SlotOutlook.QuantityWhMax, nameof(CapacityWh));
        ThrowUnless(ReserveWh >= 0 && ReserveWh <= CapacityWh, nameof(ReserveWh));
        ThrowUnless(ChargeSlotWhMax is >= 0 and <= SlotOutlook.QuantityWhMax, nameof(ChargeSlotWhMax));
        ThrowUnless(DischargeSlotWhMax is >= 0 and <= SlotOutlook.QuantityWhMax, nameof(DischargeSlotWhMax));
        ThrowUnless(ChargeEfficiencyBps is >= 1 and <= Full, nameof(ChargeEfficiencyBps));
        ThrowUnless(DischargeEfficiencyBps is >= 1 and <= Full, nameof(DischargeEfficiencyBps));
        ThrowUnless(WearMicro is >= 0 and <= SlotOutlook.PriceMicroMax, nameof(WearMicro));
    }

    private static long Ceiling(long dividend, long divisor) => (dividend + divisor - 1) / divisor;

    private static void ThrowUnless(bool isWithin, string name)
    {
        if (!isWithin)
        {
            throw new ArgumentException($"{name} of a battery is out of its range", name);
        }
    }
}
