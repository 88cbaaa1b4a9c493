namespace Ledger.Contracts;

/// <summary>
/// Stable sort of indices, O(n log n) comparisons whatever the input. Written out here so that its cost is metered like
/// any other chaincode and does not depend on a library's choice of algorithm. Pure.
/// </summary>
public static class MergeSort
{
    /// <summary>Sorts the indices in place; O(n) when they are in order already.</summary>
    public static void Sort(int[] indices, IPrecedence precedence)
    {
        if (IsInOrder(indices, precedence))
        {
            return;
        }

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

    private static bool IsInOrder(int[] indices, IPrecedence precedence)
    {
        for (var i = 1; i < indices.Length; i++)
        {
            if (precedence.Precedes(indices[i], indices[i - 1]))
            {
                return false;
            }
        }

        return true;
    }

    private static void Merge(int[] source, int[] target, long start, long width, IPrecedence precedence)
    {
        var middle = start + width < source.Length ? start + width : source.Length;
        var end = middle + width < source.Length ? middle + width : source.Length;
        var left = start;
        var right = middle;
        var next = start;
        while (left < middle && right < end)
        {
            if (precedence.Precedes(source[right], source[left]))
            {
                target[next++] = source[right++];
            }
            else
            {
                target[next++] = source[left++];
            }
        }

        while (left < middle)
        {
            target[next++] = source[left++];
        }

        while (right < end)
        {
            target[next++] = source[right++];
        }
    }
}
