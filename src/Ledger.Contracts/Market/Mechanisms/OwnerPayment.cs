namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>What one owner pays over all its orders. Immutable.</summary>
public sealed class OwnerPayment
{
    /// <summary>Names every property.</summary>
    public OwnerPayment(string owner, Int128 quantityWh, Int128 netPaymentNano, Int128 utilityNano)
    {
        Owner = owner;
        QuantityWh = quantityWh;
        NetPaymentNano = netPaymentNano;
        UtilityNano = utilityNano;
    }

    /// <summary>The owner.</summary>
    public string Owner { get; }

    /// <summary>Accepted Wh, purchases and sales added.</summary>
    public Int128 QuantityWh { get; }

    /// <summary>n¤: positive pays, negative receives.</summary>
    public Int128 NetPaymentNano { get; }

    /// <summary>Value at the limit prices minus the payment, in n¤; never negative.</summary>
    public Int128 UtilityNano { get; }
}
