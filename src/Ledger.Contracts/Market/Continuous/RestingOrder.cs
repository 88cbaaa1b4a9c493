namespace Ledger.Contracts.Market.Continuous;

/// <summary>An order that rests in a <see cref="ContinuousBook"/>.</summary>
public sealed class RestingOrder
{
    /// <summary>Names every property.</summary>
    public RestingOrder(string id, string owner, bool isBuy, long priceMicro, long entered, long leftWh)
    {
        Id = id;
        Owner = owner;
        IsBuy = isBuy;
        PriceMicro = priceMicro;
        Entered = entered;
        LeftWh = leftWh;
    }

    /// <summary>Never used before in its book.</summary>
    public string Id { get; }

    /// <summary>Who may cancel it.</summary>
    public string Owner { get; }

    /// <summary>Whether it buys.</summary>
    public bool IsBuy { get; }

    /// <summary>Limit price in µ¤/kWh.</summary>
    public long PriceMicro { get; }

    /// <summary>Number of the event that brought it; the earlier comes first at the same price.</summary>
    public long Entered { get; }

    /// <summary>Wh that are left, positive while it rests.</summary>
    public long LeftWh { get; internal set; }
}
