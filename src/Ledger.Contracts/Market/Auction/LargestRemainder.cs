namespace Ledger.Contracts.Market.Auction;

/// <summary>
/// Largest remainder (Hamilton) sharing of a total T over weights w with sum W: each gets floor(w T / W), the units
/// left go one each to the largest remainders (w T mod W), ties to the earlier entry. Exact for all 64-bit weights.
/// Pure, O(n log n).
/// </summary>
public static class LargestRemainder
{
    /// <summary>The shares, in the order of the weights.</summary>
    /// <param name="total">What is shared, 0 to the sum of the weights.</param>
    /// <param name="weights">
    /// Not negative; better priority first. At most 2^32 of them, so that sums stay within 96 bits.
    /// </param>
    public static long[] Share(Int128 total, long[] weights)
    {
        Int128 sum = 0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        var shares = new long[weights.Length];
        var remainders = new Int128[weights.Length];
        var indices = new int[weights.Length];
        var left = total;
        for (var i = 0; i < weights.Length; i++)
        {
            indices[i] = i;
            if (weights[i] > 0)
            {
                shares[i] = Divide(weights[i], total, sum, out remainders[i]);
                left -= shares[i];
            }
        }

        MergeSort.Sort(indices, new RemainderPrecedence(remainders));
        for (var i = 0; left > 0; i++)
        {
            shares[indices[i]]++;
            left--;
        }

        return shares;
    }

    private static long Divide(long weight, Int128 total, Int128 sum, out Int128 remainder)
    {
        if (total <= long.MaxValue)
        {
            var product = weight * total;
            remainder = product % sum;
            return (long)(product / sum);
        }

        // The product may pass 127 bits: multiply bit by bit, keeping quotient and remainder.
        long quotient = 0;
        remainder = 0;
        for (var bit = 62; bit >= 0; bit--)
        {
            quotient *= 2;
            remainder *= 2;
            if (((weight >> bit) & 1) == 1)
            {
                remainder += total;
            }

            while (remainder >= sum)
            {
                remainder -= sum;
                quotient++;
            }
        }

        return quotient;
    }

    private sealed class RemainderPrecedence : IPrecedence
    {
        private readonly Int128[] _remainders;

        public RemainderPrecedence(Int128[] remainders)
        {
            _remainders = remainders;
        }

        public bool Precedes(int left, int right) => _remainders[left] > _remainders[right];
    }
}
