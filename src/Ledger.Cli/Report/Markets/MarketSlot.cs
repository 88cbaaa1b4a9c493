using Ledger.Cli.Report.Records;
using Ledger.Client;

namespace Ledger.Cli.Report.Markets;

/// <summary>A slot of a market with its book and what it came to. Immutable.</summary>
/// <param name="Market">The market.</param>
/// <param name="Entry">The slot.</param>
/// <param name="Orders">Its orders, without those that were cancelled.</param>
/// <param name="Positions">Seven numbers for each participant; empty where nothing cleared.</param>
/// <param name="Totals">Settlement's totals; empty before.</param>
/// <param name="Versions">Versions of the slot, oldest first; none where no history is kept.</param>
internal sealed record MarketSlot(
    MarketEntry Market, SlotEntry Entry, IReadOnlyList<OrderEntry> Orders, IReadOnlyList<long> Positions,
    IReadOnlyList<long> Totals, IReadOnlyList<KeyVersion> Versions)
{
    /// <summary>Wh bid for.</summary>
    public long BidWh => Orders.Where(o => o.IsBuy).Sum(o => o.QuantityWh);

    /// <summary>Wh offered.</summary>
    public long OfferWh => Orders.Where(o => !o.IsBuy).Sum(o => o.QuantityWh);

    /// <summary>Ledger time at which the slot came into a phase or beyond, in milliseconds; null when not known.</summary>
    public long? ReachedAt(int phase)
    {
        foreach (var version in Versions)
        {
            if (version.Value == null || version.TimeMilliseconds == 0)
            {
                continue;
            }

            // A slot may be disputed before it is settled.
            var reached = SlotEntry.Decode(Entry.Slot, version.Value).Phase;
            if (reached >= phase && (reached != SlotEntry.Disputed || phase < SlotEntry.Settled))
            {
                return (long)version.TimeMilliseconds;
            }
        }

        return null;
    }
}
