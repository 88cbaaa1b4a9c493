namespace Ledger.Contracts.Market.Zones;

/// <summary>A link between two zones. Immutable.</summary>
public sealed class ZoneLink
{
    /// <summary>Names every property.</summary>
    public ZoneLink(string id, int a, int b, long limitForthWh, long limitBackWh)
    {
        Id = id;
        A = a;
        B = b;
        LimitForthWh = limitForthWh;
        LimitBackWh = limitBackWh;
    }

    /// <summary>Unique in its network.</summary>
    public string Id { get; }

    /// <summary>Index of one zone; flows away from it are positive.</summary>
    public int A { get; }

    /// <summary>Index of the other zone.</summary>
    public int B { get; }

    /// <summary>Most Wh from a to b in a slot, not negative.</summary>
    public long LimitForthWh { get; }

    /// <summary>Most Wh from b to a in a slot, not negative.</summary>
    public long LimitBackWh { get; }
}
