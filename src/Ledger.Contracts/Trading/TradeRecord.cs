using Ledger.Chaincode;

namespace Ledger.Contracts.Trading;

/// <summary>
/// A trade as a contract of four parties (M15): seller, buyer, grid operator (DSO) and local distributor (LPD). Its id
/// stands in the key.
/// </summary>
public sealed class TradeRecord : IRecord<TradeRecord>
{
    /// <summary>Bit of the seller's signature.</summary>
    public const int SellerBit = 1;

    /// <summary>Bit of the buyer's signature.</summary>
    public const int BuyerBit = 2;

    /// <summary>Bit of the DSO's signature.</summary>
    public const int DsoBit = 4;

    /// <summary>Bit of the LPD's signature.</summary>
    public const int LpdBit = 8;

    /// <summary>All four.</summary>
    public const int AllBits = 15;

    /// <summary>The offer it came from.</summary>
    public required string OfferId { get; init; }

    /// <summary>The seller.</summary>
    public required string Seller { get; init; }

    /// <summary>The buyer.</summary>
    public required string Buyer { get; init; }

    /// <summary>The grid operator, who receives the transport fee.</summary>
    public required string Dso { get; init; }

    /// <summary>The distributor, who supplies and takes what the others do not.</summary>
    public required string Lpd { get; init; }

    /// <summary>The microgrid whose terms hold.</summary>
    public required string Microgrid { get; init; }

    /// <summary>Meter of the seller.</summary>
    public required string SellerMeter { get; init; }

    /// <summary>Meter of the buyer.</summary>
    public required string BuyerMeter { get; init; }

    /// <summary>The slot of delivery.</summary>
    public required long Slot { get; init; }

    /// <summary>Where the energy comes from.</summary>
    public required int Origin { get; init; }

    /// <summary>Wh.</summary>
    public required long QuantityWh { get; init; }

    /// <summary>Price in µ¤/kWh.</summary>
    public required long PriceMicro { get; init; }

    /// <summary>Transport fee in µ¤/kWh.</summary>
    public required long FeeMicro { get; init; }

    /// <summary>Collateral of the seller in n¤.</summary>
    public required long SellerCollateralNano { get; init; }

    /// <summary>Collateral of the buyer in n¤.</summary>
    public required long BuyerCollateralNano { get; init; }

    /// <summary>Price at which the LPD supplies what is missing.</summary>
    public required long BackupSellMicro { get; init; }

    /// <summary>Price at which the LPD takes what is left.</summary>
    public required long BackupBuyMicro { get; init; }

    /// <summary>Set of signatures.</summary>
    public required int Signatures { get; set; }

    /// <summary>One of <see cref="TradeStatus"/>.</summary>
    public required int Status { get; set; }

    /// <summary>Wh delivered; known when settled.</summary>
    public long DeliveredWh { get; set; }

    /// <summary>Wh absorbed; known when settled.</summary>
    public long AbsorbedWh { get; set; }

    /// <summary>How it ended, such as <c>fulfilled</c> or <c>seller-short</c>.</summary>
    public string Outcome { get; set; } = "";

    /// <inheritdoc/>
    public static TradeRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new TradeRecord
        {
            OfferId = reader.Text(),
            Seller = reader.Text(),
            Buyer = reader.Text(),
            Dso = reader.Text(),
            Lpd = reader.Text(),
            Microgrid = reader.Text(),
            SellerMeter = reader.Text(),
            BuyerMeter = reader.Text(),
            Slot = reader.Long(),
            Origin = reader.Int(),
            QuantityWh = reader.Long(),
            PriceMicro = reader.Long(),
            FeeMicro = reader.Long(),
            SellerCollateralNano = reader.Long(),
            BuyerCollateralNano = reader.Long(),
            BackupSellMicro = reader.Long(),
            BackupBuyMicro = reader.Long(),
            Signatures = reader.Int(),
            Status = reader.Int(),
            DeliveredWh = reader.Long(),
            AbsorbedWh = reader.Long(),
            Outcome = reader.Text(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1)
        .Text(OfferId)
        .Text(Seller)
        .Text(Buyer)
        .Text(Dso)
        .Text(Lpd)
        .Text(Microgrid)
        .Text(SellerMeter)
        .Text(BuyerMeter)
        .Long(Slot)
        .Int(Origin)
        .Long(QuantityWh)
        .Long(PriceMicro)
        .Long(FeeMicro)
        .Long(SellerCollateralNano)
        .Long(BuyerCollateralNano)
        .Long(BackupSellMicro)
        .Long(BackupBuyMicro)
        .Int(Signatures)
        .Int(Status)
        .Long(DeliveredWh)
        .Long(AbsorbedWh)
        .Text(Outcome);
}
