namespace Ledger.Contracts.Settlement.Rules;

/// <summary>The tokens of one owner, slot and origin.</summary>
public sealed class EnergyTokenHolding
{
    /// <summary>Names what is held.</summary>
    public EnergyTokenHolding(string owner, long slot, string origin)
    {
        Owner = owner;
        Slot = slot;
        Origin = origin;
    }

    /// <summary>Who holds them.</summary>
    public string Owner { get; }

    /// <summary>The slot of the energy.</summary>
    public long Slot { get; }

    /// <summary>Where the energy comes from; empty for the count of what an owner minted in a slot.</summary>
    public string Origin { get; }

    /// <summary>Wh, not negative.</summary>
    public long QuantityWh { get; internal set; }

    /// <summary>The order of lists: owner, slot, origin.</summary>
    internal int CompareTo(string owner, long slot, string origin)
    {
        var byOwner = Ordinal.Compare(Owner, owner);
        return byOwner != 0 ? byOwner
            : Slot != slot ? (Slot < slot ? -1 : 1)
            : Ordinal.Compare(Origin, origin);
    }
}
