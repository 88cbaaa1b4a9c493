using Ledger.Chaincode;
using Ledger.Contracts.Certificates;

namespace Ledger.Contracts.Settlement;

/// <summary>
/// Which buyer gets which seller's delivered energy: pair by pair in the order of the market, until what the seller
/// delivered is used up. Lives for one call.
/// </summary>
public sealed class OriginAllocation
{
    private readonly List<string> _producers = new();
    private readonly List<string> _owners = new();
    private readonly List<long> _origins = new();
    private readonly List<long> _quantities = new();

    /// <summary>Number of certificates.</summary>
    public int Count => _producers.Count;

    /// <summary>Allocates what the bills say was delivered to the pairs of the market.</summary>
    /// <param name="bills">Bills of the slot, by account.</param>
    /// <param name="pairs">Pairs as the market lists them.</param>
    public static OriginAllocation Of(BillLine[] bills, RecordReader pairs)
    {
        var left = new long[bills.Length];
        for (var i = 0; i < left.Length; i++)
        {
            left[i] = bills[i].MeteredWh > 0 ? bills[i].MeteredWh : 0;
        }

        var allocation = new OriginAllocation();
        var count = pairs.Int();
        for (var i = 0; i < count; i++)
        {
            var buyer = pairs.Text();
            var seller = pairs.Text();
            var origin = Origins.Find(pairs.Text());
            var quantity = pairs.Long();
            var bill = Find(bills, seller);
            if (bill < 0 || left[bill] == 0)
            {
                continue;
            }

            var certified = quantity < left[bill] ? quantity : left[bill];
            left[bill] -= certified;
            allocation._producers.Add(seller);
            allocation._owners.Add(buyer);
            allocation._origins.Add(origin);
            allocation._quantities.Add(certified);
        }

        return allocation;
    }

    /// <summary>Issues the certificates.</summary>
    public void Issue(CallContext context, long slot) => CertificateCalls.Issue(
        context, slot, _producers.ToArray(), _owners.ToArray(), _origins.ToArray(), _quantities.ToArray());

    /// <summary>Index of an account's bill, or -1; bills stand in ordinal order.</summary>
    private static int Find(BillLine[] bills, string account)
    {
        var low = 0;
        var high = bills.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = Ordinal.Compare(bills[middle].Account, account);
            if (order == 0)
            {
                return middle;
            }

            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }

        return -1;
    }
}
