using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market;

/// <summary>
/// Who delivers to whom where everyone trades at one price, so that pairing moves no money: buyers who name origins come
/// first, each with sellers of an origin it accepts as far as there is any (M12); what is left is paired in the order of
/// the book. Pure, O(buyers x sellers) at worst.
/// </summary>
public static class PreferencePairs
{
    /// <summary>Whether any filled buy order names origins.</summary>
    public static bool AreNeeded(SlotBook book, long[] filledWh)
    {
        for (var i = 0; i < filledWh.Length; i++)
        {
            if (filledWh[i] > 0 && book.Orders[i].IsBuy && book.Orders[i].OriginSet != Origins.Any)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The pairs; the filled quantities of both sides are equal.</summary>
    public static AuctionPair[] Of(SlotBook book, long[] filledWh)
    {
        var left = new long[filledWh.Length];
        for (var i = 0; i < left.Length; i++)
        {
            left[i] = filledWh[i];
        }

        var pairs = new List<AuctionPair>();
        Match(book, left, pairs, isByOrigin: true);
        Match(book, left, pairs, isByOrigin: false);
        return pairs.ToArray();
    }

    private static void Match(SlotBook book, long[] left, List<AuctionPair> pairs, bool isByOrigin)
    {
        for (var buy = 0; buy < left.Length; buy++)
        {
            var order = book.Orders[buy];
            if (!order.IsBuy || (isByOrigin && order.OriginSet == Origins.Any))
            {
                continue;
            }

            for (var sell = 0; sell < left.Length && left[buy] > 0; sell++)
            {
                var offer = book.Orders[sell];
                if (offer.IsBuy || left[sell] == 0 || (isByOrigin && (offer.OriginSet & order.OriginSet) == 0))
                {
                    continue;
                }

                var quantity = left[buy] < left[sell] ? left[buy] : left[sell];
                left[buy] -= quantity;
                left[sell] -= quantity;
                pairs.Add(new AuctionPair(buy, sell, quantity));
            }
        }
    }
}
