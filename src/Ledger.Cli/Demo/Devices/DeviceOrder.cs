using System.Globalization;

namespace Ledger.Cli.Demo.Devices;

/// <summary>What a home wants of the market in a slot. Immutable.</summary>
/// <param name="Id">Unique in the slot.</param>
/// <param name="IsBid">Whether it buys.</param>
/// <param name="QuantityWh">Wh, positive.</param>
/// <param name="PriceMicro">Limit price in µ¤/kWh.</param>
public sealed record DeviceOrder(string Id, bool IsBid, long QuantityWh, long PriceMicro)
{
    /// <summary>Bids for expected deficit, offers expected surplus; null when neither is expected.</summary>
    public static DeviceOrder? Of(int home, SlotPlan plan, Tariff tariff)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"h{home:00}");
        return plan.NetWh switch
        {
            0 => null,
            < 0 => new DeviceOrder(id, true, -plan.NetWh, LimitPrice.Bid(tariff, home, plan.Slot, -plan.NetWh)),
            _ => new DeviceOrder(id, false, plan.NetWh, LimitPrice.Offer(tariff, home, plan.Slot, plan.NetWh)),
        };
    }
}
