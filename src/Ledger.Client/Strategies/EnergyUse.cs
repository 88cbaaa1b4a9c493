namespace Ledger.Client.Strategies;

/// <summary>Energy that can be drawn in a slot at one price: the home's own surplus first, the rest of it bought.</summary>
/// <param name="Index">Number of the slot in the outlook.</param>
/// <param name="QuantityWh">Wh, positive.</param>
/// <param name="PriceMicro">Feed-in forgone, or the price of buying, in µ¤/kWh.</param>
internal readonly record struct EnergyUse(int Index, long QuantityWh, long PriceMicro)
{
    /// <summary>
    /// What slots offer to a load that takes at most <paramref name="slotWhMax"/> in each, the cheapest first, then the
    /// earlier slot.
    /// </summary>
    public static List<EnergyUse> Cheapest(SlotOutlook outlook, int from, int to, long slotWhMax)
    {
        var uses = new List<EnergyUse>();
        for (var i = from; i < to; i++)
        {
            var slot = outlook.At(i);
            var most = Math.Min(slotWhMax, outlook.DrawWhMax(i));
            var own = Math.Clamp(slot.NetWh, 0, most);
            Add(uses, new EnergyUse(i, own, slot.SellMicro));
            Add(uses, new EnergyUse(i, most - own, slot.BuyMicro));
        }

        uses.Sort((a, b) => (a.PriceMicro, a.Index).CompareTo((b.PriceMicro, b.Index)));
        return uses;
    }

    private static void Add(List<EnergyUse> uses, EnergyUse use)
    {
        if (use.QuantityWh > 0)
        {
            uses.Add(use);
        }
    }
}
