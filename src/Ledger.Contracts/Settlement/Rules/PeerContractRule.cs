using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Settlement.Rules;

/// <summary>
/// p2p-contract (M2, M14): the buyer pays what it took, the seller is paid what it delivered, the local distributor
/// (LPD) covers the difference and is made whole from the collateral of the party in breach; what the collateral does
/// not cover is that party's debt. The party that keeps the contract is never touched. Pure.
/// </summary>
public sealed class PeerContractRule : ICalculation
{
    /// <inheritdoc/>
    public string Name => "p2p-contract";

    /// <summary>Settles a contract.</summary>
    public static PeerContractSettlement Settle(PeerContractTerms terms)
    {
        var delivered = Clip(terms.DeliveredWh, terms.QuantityWh);
        var absorbed = Clip(terms.AbsorbedWh, terms.QuantityWh);
        var missing = absorbed > delivered ? absorbed - delivered : 0;
        var excess = delivered > absorbed ? delivered - absorbed : 0;
        var sellerOwes = missing * Positive((Int128)terms.BackupSellMicro - terms.PriceMicro);
        var buyerOwes = excess * Positive((Int128)terms.PriceMicro - terms.BackupBuyMicro);
        var sellerForfeit = Smaller(terms.SellerCollateralNano, sellerOwes);
        var buyerForfeit = Smaller(terms.BuyerCollateralNano, buyerOwes);
        return new PeerContractSettlement
        {
            ShortWh = missing,
            ExcessWh = excess,
            EnergyPaymentNano = (Int128)absorbed * terms.PriceMicro,
            SellerReceiptNano = (Int128)delivered * terms.PriceMicro,
            TransportFeeNano = (Int128)absorbed * terms.TransportFeeMicro,
            SellerForfeitNano = sellerForfeit,
            SellerReturnNano = terms.SellerCollateralNano - sellerForfeit,
            SellerDebtNano = sellerOwes - sellerForfeit,
            BuyerForfeitNano = buyerForfeit,
            BuyerReturnNano = terms.BuyerCollateralNano - buyerForfeit,
            BuyerDebtNano = buyerOwes - buyerForfeit,
            DistributorNetNano =
                ((Int128)(missing - excess) * terms.PriceMicro) + sellerForfeit + buyerForfeit,
            BurnedDeliveredWh = delivered,
            BurnedExpiredWh = terms.QuantityWh - delivered,
            Status = delivered == terms.QuantityWh && absorbed == terms.QuantityWh ? "fulfilled"
                : missing > 0 ? "seller-short"
                : excess > 0 ? "buyer-short"
                : "both-short",
        };
    }

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input)
    {
        var settled = Settle(new PeerContractTerms
        {
            QuantityWh = input.Long("qtyWh", 0, long.MaxValue),
            PriceMicro = input.Long("priceMicro"),
            DeliveredWh = input.Long("deliveredWh"),
            AbsorbedWh = input.Long("absorbedWh"),
            SellerCollateralNano = input.Long("sellerCollateralNano", 0, long.MaxValue),
            BuyerCollateralNano = input.Long("buyerCollateralNano", 0, long.MaxValue),
            BackupSellMicro = input.Long("backupSellMicro"),
            BackupBuyMicro = input.Long("backupBuyMicro"),
            TransportFeeMicro = input.Long("transportFeeMicro"),
        });
        return DocumentNode.Object()
            .With("shortWh", (Int128)settled.ShortWh)
            .With("excessWh", (Int128)settled.ExcessWh)
            .With("energyPaymentNano", settled.EnergyPaymentNano)
            .With("sellerReceiptNano", settled.SellerReceiptNano)
            .With("transportFeeNano", settled.TransportFeeNano)
            .With("sellerCollateralForfeitNano", settled.SellerForfeitNano)
            .With("sellerCollateralReturnNano", settled.SellerReturnNano)
            .With("sellerDebtNano", settled.SellerDebtNano)
            .With("buyerCollateralForfeitNano", settled.BuyerForfeitNano)
            .With("buyerCollateralReturnNano", settled.BuyerReturnNano)
            .With("buyerDebtNano", settled.BuyerDebtNano)
            .With("lpdNetNano", settled.DistributorNetNano)
            .With("tokensBurnedDeliveredWh", (Int128)settled.BurnedDeliveredWh)
            .With("tokensBurnedExpiredWh", (Int128)settled.BurnedExpiredWh)
            .With("status", settled.Status);
    }

    private static long Clip(long quantity, long most) => quantity < 0 ? 0 : quantity > most ? most : quantity;

    private static Int128 Positive(Int128 value) => value > 0 ? value : 0;

    private static Int128 Smaller(Int128 left, Int128 right) => left < right ? left : right;
}
