using Ledger.Chaincode.Metering;

namespace Ledger.Chaincode;

/// <summary>Sharing without loss. Pure.</summary>
public static class Sharing
{
    /// <summary>
    /// Shares a total out by weight so that the parts add up to it exactly (largest remainder): each part is the exact share
    /// rounded towards minus infinity, and the units that are left go, one each, to the largest remainders, of equal ones to
    /// the earlier. O(n log n).
    /// </summary>
    /// <param name="total">What is shared; may be negative.</param>
    /// <param name="weights">None negative, not all zero.</param>
    /// <exception cref="ContractRejection">A weight is negative, or there is nobody to share among.</exception>
    public static long[] ByWeight(long total, long[] weights)
    {
        Int128 sum = 0;
        foreach (var weight in weights)
        {
            sum += weight >= 0 ? weight : throw new ContractRejection("a weight is negative");
        }

        if (sum == 0)
        {
            throw new ContractRejection("there are no weights to share by");
        }

        Meter.Charge(150L * weights.Length);
        Meter.Allocate(64 + (28L * weights.Length));
        var parts = new long[weights.Length];
        var remainders = new Int128[weights.Length];
        var order = new int[weights.Length];
        long left = total;
        for (var i = 0; i < parts.Length; i++)
        {
            var exact = (Int128)total * weights[i];
            var part = IntegerMath.FloorDivide(exact, sum);
            parts[i] = (long)part;
            remainders[i] = exact - (part * sum);
            order[i] = i;

            // The parts so far lie within the total's range on its own side, so this does not overflow before its end.
            left -= parts[i];
        }

        if (left > 0)
        {
            Sorting.Sort(order, new ByRemainder(remainders));
        }

        for (var i = 0; i < left; i++)
        {
            parts[order[i]]++;
        }

        return parts;
    }

    private sealed class ByRemainder(Int128[] remainders) : IOrder<int>
    {
        public int Compare(int left, int right) => remainders[right].CompareTo(remainders[left]);
    }
}
