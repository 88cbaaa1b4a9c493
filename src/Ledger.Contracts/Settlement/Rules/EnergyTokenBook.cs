namespace Ledger.Contracts.Settlement.Rules;

/// <summary>
/// Holdings of energy tokens. An operation returns null when it was done and otherwise a code: <c>BAD_QTY</c> before all
/// others, <c>OVER_CAPACITY</c>, <c>INSUFFICIENT</c>. Minted = held + burned, always. Not thread safe.
/// </summary>
public sealed class EnergyTokenBook
{
    private readonly List<EnergyTokenHolding> _holdings = new();
    private readonly List<EnergyTokenHolding> _minted = new();

    /// <summary>All tokens ever minted.</summary>
    public Int128 MintedWh { get; private set; }

    /// <summary>All tokens ever burned.</summary>
    public Int128 BurnedWh { get; private set; }

    /// <summary>Mints as long as the owner's tokens of the slot, all origins together, stay within its
    /// capacity.</summary>
    public string? Mint(string owner, long slot, string origin, long quantityWh, long capacityWh)
    {
        if (quantityWh <= 0)
        {
            return "BAD_QTY";
        }

        var minted = Find(_minted, owner, slot, "");
        if (quantityWh > capacityWh - minted.QuantityWh)
        {
            return "OVER_CAPACITY";
        }

        minted.QuantityWh += quantityWh;
        Find(_holdings, owner, slot, origin).QuantityWh += quantityWh;
        MintedWh += quantityWh;
        return null;
    }

    /// <summary>Moves tokens to another owner.</summary>
    public string? Transfer(string from, string to, long slot, string origin, long quantityWh)
    {
        var refusal = Take(from, slot, origin, quantityWh);
        if (refusal == null)
        {
            Find(_holdings, to, slot, origin).QuantityWh += quantityWh;
        }

        return refusal;
    }

    /// <summary>Destroys tokens of delivered or expired energy.</summary>
    public string? Burn(string from, long slot, string origin, long quantityWh)
    {
        var refusal = Take(from, slot, origin, quantityWh);
        BurnedWh += refusal == null ? quantityWh : 0;
        return refusal;
    }

    /// <summary>What is held, by owner, slot and origin; nothing of 0 Wh.</summary>
    public EnergyTokenHolding[] Holdings()
    {
        var held = new List<EnergyTokenHolding>();
        foreach (var holding in _holdings)
        {
            if (holding.QuantityWh > 0)
            {
                held.Add(holding);
            }
        }

        return held.ToArray();
    }

    private string? Take(string from, long slot, string origin, long quantityWh)
    {
        if (quantityWh <= 0)
        {
            return "BAD_QTY";
        }

        var holding = Find(_holdings, from, slot, origin);
        if (holding.QuantityWh < quantityWh)
        {
            return "INSUFFICIENT";
        }

        holding.QuantityWh -= quantityWh;
        return null;
    }

    /// <summary>The holding in a sorted list; it is added when it is not there.</summary>
    private static EnergyTokenHolding Find(List<EnergyTokenHolding> list, string owner, long slot, string origin)
    {
        var low = 0;
        var high = list.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = list[middle].CompareTo(owner, slot, origin);
            if (order == 0)
            {
                return list[middle];
            }

            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle;
        }

        var added = new EnergyTokenHolding(owner, slot, origin);
        list.Add(added);
        for (var i = list.Count - 1; i > low; i--)
        {
            list[i] = list[i - 1];
        }

        list[low] = added;
        return added;
    }
}
