namespace Ledger.Chaincode.Tests;

public sealed class OrderedMapTests
{
    [Theory]
    [InlineData(1, 200)]
    [InlineData(2, 5_000)]
    [InlineData(3, 1_000_000)]
    public void IsASortedMapThroughSplitsAndRemovals(int seed, int keysMax)
    {
        var random = new Random(seed);
        var model = new SortedDictionary<long, int>();
        var map = new OrderedMap<long, int>(Order.Number);
        for (var i = 0; i < 30_000; i++)
        {
            var key = random.NextInt64(keysMax);
            if (random.Next(3) == 0)
            {
                Assert.Equal(model.Remove(key), map.Remove(key));
            }
            else
            {
                map[key] = i;
                model[key] = i;
            }

            Assert.Equal(model.Count, map.Count);
        }

        Assert.Equal(model, map.ToArray());
        Assert.Equal(model.Keys, map.Keys());
        Assert.Equal(model.Values, map.Values());
        Assert.True(map.TryFirst(out var first, out _));
        Assert.True(map.TryLast(out var last, out _));
        Assert.Equal((model.Keys.First(), model.Keys.Last()), (first, last));
        foreach (var key in model.Keys.ToArray())
        {
            Assert.True(map.Remove(key));
        }

        Assert.Equal(0, map.Count);
        Assert.False(map.TryFirst(out _, out _));
        Assert.False(map.TryLast(out _, out _));
    }

    [Fact]
    public void AWalkGoesThroughAllKeysWhetherTheStartIsThereOrNot()
    {
        var map = new OrderedMap<long, string>(Order.Number);
        for (var i = 0; i < 500; i++)
        {
            map[2 * i] = "";
        }

        var walked = new List<long>();
        for (var at = -5L; map.TryAbove(at, out var key, out _); at = key)
        {
            walked.Add(key);
        }

        Assert.Equal(map.Keys(), walked);
        Assert.True(map.TryAbove(501, out var next, out _));
        Assert.Equal(502, next);
        Assert.False(map.TryAbove(998, out _, out _));
        Assert.False(new OrderedMap<long, int>(Order.Number).TryAbove(0, out _, out _));
    }

    [Fact]
    public void AbsentKeysAreSaid()
    {
        var map = new OrderedMap<string, int>(Order.Text) { ["a"] = 1 };
        Assert.Equal(1, map["a"]);
        Assert.Equal(7, map.GetOr("b", 7));
        Assert.False(map.TryGet("b", out _));
        Assert.Throws<KeyNotFoundException>(() => map["b"]);
        map.Clear();
        Assert.False(map.Contains("a"));
    }

    [Fact]
    public void ASetHoldsEachMemberOnce()
    {
        var set = new OrderedSet<byte[]>(Order.Reverse(Order.Bytes));
        Assert.True(set.Add([1]) && set.Add([1, 0]) && set.Add([2]));
        Assert.False(set.Add([1]));
        Assert.Equal(["02", "0100", "01"], set.ToArray().Select(Convert.ToHexString));
        Assert.True(set.TryFirst(out var first));
        Assert.Equal([2], first);
        Assert.True(set.TryLast(out var last));
        Assert.Equal([1], last);
        Assert.True(set.TryAbove([2], out var above));
        Assert.Equal([1, 0], above);
        Assert.True(set.Remove([2]) && !set.Contains([2]) && set.Count == 2);
    }

    [Fact]
    public void StructsBringTheirOrder()
    {
        var map = new OrderedMap<Slot, Money>(Order.Of<Slot>()) { [new Slot(1800)] = new(2), [new Slot(900)] = new(1) };
        Assert.Equal([new Money(1), new Money(2)], map.Values());
    }
}
