using System.Numerics;
using System.Runtime.CompilerServices;
using Ledger.Chaincode.Metering;

namespace Ledger.Chaincode;

/// <summary>
/// A stable merge sort: O(n log n) comparisons whatever the values and whatever the order says, so its cost is known before it
/// begins. What a contract's own order does is metered besides.
/// </summary>
public static class Sorting
{
    private const int StepGas = 12;

    /// <summary>Sorts an array in place; equal values keep their places among themselves.</summary>
    /// <typeparam name="T">What is sorted.</typeparam>
    public static void Sort<T>(T[] items, IOrder<T> order)
    {
        Charge<T>(items.Length);
        var source = items;
        var target = new T[items.Length];
        for (long width = 1; width < items.Length; width *= 2)
        {
            for (long start = 0; start < items.Length; start += 2 * width)
            {
                Merge(source, target, start, width, order);
            }

            (source, target) = (target, source);
        }

        if (source != items)
        {
            Array.Copy(source, items, items.Length);
        }
    }

    /// <summary>Sorts a list in place; equal values keep their places among themselves.</summary>
    /// <typeparam name="T">What is sorted.</typeparam>
    public static void Sort<T>(List<T> items, IOrder<T> order)
    {
        Meter.Charge(items.Count);
        Meter.Allocate(24 + ((long)Unsafe.SizeOf<T>() * items.Count));
        var sorted = items.ToArray();
        Sort(sorted, order);
        for (var i = 0; i < sorted.Length; i++)
        {
            items[i] = sorted[i];
        }
    }

    /// <summary>Sorts an array in place by a comparison written as a lambda; equal values keep their places.</summary>
    /// <typeparam name="T">What is sorted.</typeparam>
    public static void Sort<T>(T[] items, Comparison<T> comparison) => Sort(items, new ByComparison<T>(comparison));

    /// <summary>Sorts a list in place by a comparison written as a lambda; equal values keep their places.</summary>
    /// <typeparam name="T">What is sorted.</typeparam>
    public static void Sort<T>(List<T> items, Comparison<T> comparison) => Sort(items, new ByComparison<T>(comparison));

    /// <summary>Sorts numbers in place, ascending.</summary>
    public static void Sort(long[] numbers) => Sort(numbers, Order.Number);

    /// <summary>Sorts texts in place, by their bytes in UTF-8.</summary>
    public static void Sort(string[] texts) => Sort(texts, Order.Text);

    private static void Merge<T>(T[] source, T[] target, long start, long width, IOrder<T> order)
    {
        var middle = Math.Min(start + width, source.Length);
        var end = Math.Min(middle + width, source.Length);
        var (left, right) = (start, middle);
        for (var i = start; i < end; i++)
        {
            var takeRight = left == middle || (right < end && order.Compare(source[left], source[right]) > 0);
            target[i] = takeRight ? source[right++] : source[left++];
        }
    }

    private static void Charge<T>(int count)
    {
        var rounds = count < 2 ? 0 : BitOperations.Log2((uint)count - 1) + 1;
        Meter.Charge(20 + ((long)StepGas * count * (rounds + 1)));
        Meter.Allocate(24 + ((long)Unsafe.SizeOf<T>() * count));
    }

    private sealed class ByComparison<T>(Comparison<T> comparison) : IOrder<T>
    {
        public int Compare(T left, T right) => comparison(left, right);
    }
}
