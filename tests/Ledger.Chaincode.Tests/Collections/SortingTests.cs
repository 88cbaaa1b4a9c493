using FsCheck;
using FsCheck.Fluent;
using Ledger.Chaincode.Metering;

namespace Ledger.Chaincode.Tests;

public sealed class SortingTests
{
    [Fact]
    public void SortsStably() => Prop.ForAll<byte[]>(keys =>
    {
        var items = keys.Select((k, i) => (Key: (long)(k % 8), Index: i)).ToArray();
        var expected = items.OrderBy(x => x.Key).ToArray();
        var list = items.ToList();
        Sorting.Sort(items, (x, y) => x.Key.CompareTo(y.Key));
        Sorting.Sort(list, (x, y) => x.Key.CompareTo(y.Key));
        return items.SequenceEqual(expected) && list.SequenceEqual(expected);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void TextsSortAsKeysOfTheStateDo() => Prop.ForAll<string[]>(values =>
    {
        var texts = values.Where(v => v != null).Select(v => v.Replace("\0", "", StringComparison.Ordinal))
            .Concat(["\ud83d\ude00", "\uffff", "z", ""]).Where(IsWellFormed).ToArray();
        var expected = texts.OrderBy(t => Convert.ToHexString(StateKey.Of(t).Bytes), StringComparer.Ordinal).ToArray();
        Sorting.Sort(texts);
        return texts.SequenceEqual(expected);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnOrderThatLiesCostsNoMoreAndLosesNothing()
    {
        var calls = 0;
        var numbers = Enumerable.Range(0, 1000).Select(i => (long)i).ToArray();
        Sorting.Sort(numbers, (_, _) => (calls++ % 3) - 1);
        Assert.InRange(calls, 1, 10_000);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), numbers.Order());
    }

    [Fact]
    public void TheCostIsChargedBeforeTheWork()
    {
        var meter = new Meter();
        var before = meter.Attach();
        meter.Begin(10_000, 10_000_000, 1_000_000);
        var calls = 0;
        Assert.ThrowsAny<Exception>(() => Sorting.Sort(new long[10_000], (_, _) => calls++));
        before.Attach();
        Assert.Equal(MeterLimit.Gas, meter.Exhausted);
        Assert.Equal(0, calls);
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
