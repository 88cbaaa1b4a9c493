namespace Ledger.Contracts;

/// <summary>
/// Stable sort of indices, O(n log n) comparisons whatever the input. Written out here so that its cost is metered like
/// any other chaincode and does not depend on a library's choice of algorithm. Pure.
/// </summary>
public static class MergeSort
{
    /// <summary>Sorts the indices in place.</summary>
    public static void Sort(int[] indices, IPrecedence precedence)
    {
        var source = indices;
        var target = new int[indices.Length];
        for (long width = 1; width < indices.Length; width *= 2)
        {
            for (long start = 0; start < indices.Length; start += 2 * width)
            {
                Merge(source, target, start, width, precedence);
            }

            (source, target) = (target, source);
        }

        if (source != indices)
        {
            for (var i = 0; i < indices.Length; i++)
            {
                indices[i] = source[i];
            }
        }
    }

    private static void Merge(int[] source, int[] target, long start, long width, IPrecedence precedence)
    {
        var middle = start + width < source.Length ? start + width : source.Length;
        var end = middle + width < source.Length ? middle + width : source.Length;
        var left = start;
        var right = middle;
        for (var i = start; i < end; i++)
        {
            var takeRight = left == middle || (right < end && precedence.Precedes(source[right], source[left]));
            target[i] = takeRight ? source[right] : source[left];
            right += takeRight ? 1 : 0;
            left += takeRight ? 0 : 1;
        }
    }
}
