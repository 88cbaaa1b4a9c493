using Ledger.Runtime;

namespace Ledger.Chaincode.Tests;

public sealed class LocalStateTests
{
    [Fact]
    public void IsASortedMapThroughBlocksThatSplitAndEmpty()
    {
        var random = new Random(7);
        var model = new SortedDictionary<byte[], byte[]>(
            Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y)));
        var state = new LocalState();
        for (var i = 0; i < 20_000; i++)
        {
            var key = new byte[1 + random.Next(3)];
            random.NextBytes(key);
            if (random.Next(4) == 0)
            {
                model.Remove(key);
                state.Set(key, null);
            }
            else
            {
                model[key] = [(byte)(i & 0xff)];
                state.Set(key, [(byte)(i & 0xff)]);
            }

            if (i % 4_000 == 3_999)
            {
                AssertSame(model, state, []);
                AssertSame(model, state, [key[0]]);
            }
        }

        foreach (var key in model.Keys.ToArray())
        {
            state.Set(key, null);
        }

        Assert.Equal(0, state.Count);
        Assert.Empty(state.Scan(default));
    }

    [Fact]
    public void KeysThatArriveInOrderAreFoundAgain()
    {
        var state = new LocalState();
        for (var i = 0; i < 5_000; i++)
        {
            state.Set([(byte)(i >> 8), (byte)(i & 0xff)], [1]);
        }

        Assert.Equal(5_000, state.Scan(default).Count());
        Assert.Equal(256, state.Scan(new byte[] { 9 }).Count());
        Assert.NotNull(state.Get([3, 7]));
        Assert.Null(state.Get([3, 7, 0]));
    }

    private static void AssertSame(SortedDictionary<byte[], byte[]> model, LocalState state, byte[] prefix)
    {
        var expected = model.Where(e => e.Key.AsSpan().StartsWith(prefix)).ToArray();
        var actual = state.Scan(prefix).ToArray();
        Assert.Equal(expected.Select(e => Convert.ToHexString(e.Key)), actual.Select(e => Convert.ToHexString(e.Key)));
        Assert.Equal(expected.Select(e => e.Value[0]), actual.Select(e => e.Value[0]));
        Assert.Equal(model.Count, state.Count);
    }
}
