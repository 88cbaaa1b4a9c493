namespace Ledger.Contracts.Tests;

public sealed class MergeSortTests
{
    [Fact]
    public void Equal_values_keep_their_order_whatever_the_length()
    {
        var random = new Random(3);
        for (var length = 0; length < 70; length++)
        {
            var values = Enumerable.Range(0, length).Select(_ => random.Next((length / 3) + 1)).ToArray();
            var indices = Enumerable.Range(0, length).ToArray();
            MergeSort.Sort(indices, new ByValue(values));
            Assert.Equal(Enumerable.Range(0, length).OrderBy(i => values[i]).ToArray(), indices);
        }
    }

    [Fact]
    public void What_is_in_order_costs_one_comparison_each()
    {
        var order = new ByValue([.. Enumerable.Range(0, 1_000)]);
        MergeSort.Sort([.. Enumerable.Range(0, 1_000)], order);
        Assert.Equal(999, order.Comparisons);
    }

    private sealed class ByValue(int[] values) : IPrecedence
    {
        public int Comparisons { get; private set; }

        public bool Precedes(int left, int right)
        {
            Comparisons++;
            return values[left] < values[right];
        }
    }
}
