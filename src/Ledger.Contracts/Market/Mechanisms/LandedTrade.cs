namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>A trade with its transport. Immutable.</summary>
public sealed class LandedTrade
{
    /// <summary>Names every property.</summary>
    public LandedTrade(int buy, int sell, long quantityWh, long energyPriceMicro, long feeMicro, string[] path)
    {
        Buy = buy;
        Sell = sell;
        QuantityWh = quantityWh;
        EnergyPriceMicro = energyPriceMicro;
        FeeMicro = feeMicro;
        Path = path;
    }

    /// <summary>Index of the buy order.</summary>
    public int Buy { get; }

    /// <summary>Index of the sell order.</summary>
    public int Sell { get; }

    /// <summary>Wh, positive.</summary>
    public long QuantityWh { get; }

    /// <summary>Price of the energy alone in µ¤/kWh.</summary>
    public long EnergyPriceMicro { get; }

    /// <summary>Transport fee in µ¤/kWh.</summary>
    public long FeeMicro { get; }

    /// <summary>Nodes from the seller to the buyer.</summary>
    public string[] Path { get; }

    /// <summary>n¤ that the buyer pays for energy and transport.</summary>
    public Int128 BuyerPaysNano => QuantityWh * ((Int128)EnergyPriceMicro + FeeMicro);

    /// <summary>n¤ that the seller gets.</summary>
    public Int128 SellerGetsNano => (Int128)QuantityWh * EnergyPriceMicro;

    /// <summary>n¤ that the grid operator gets.</summary>
    public Int128 GridGetsNano => (Int128)QuantityWh * FeeMicro;
}
