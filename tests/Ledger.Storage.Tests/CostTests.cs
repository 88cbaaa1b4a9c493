using System.Globalization;
using Ledger.Primitives;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>What reads and state roots may cost.</summary>
[CollectionDefinition(nameof(CostTests), DisableParallelization = true)]
[Collection(nameof(CostTests))]
public sealed class CostTests
{
    /// <summary>A point read allocates the value's array and nothing else; of an absent key, nothing.</summary>
    [Fact]
    public void PointReadsAllocateTheValueOnly()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        Commit(store, Writes(("a", "12345678"), ("b", "1")));
        var pending = store.Stage(null, store.Height.Next, Writes(("c", "1")));
        var view = store.View(pending);
        var (present, absent, staged) = (Key("a"), Key("z"), Key("c"));
        const int ArrayOf8 = 8 + 24;
        Assert.Equal(0, AllocatedPerRead(view, absent));
        Assert.Equal(0, AllocatedPerRead(view, staged));
        Assert.Equal(ArrayOf8, AllocatedPerRead(view, present));
        using var snapshot = store.Snapshot();
        Assert.Equal(0, AllocatedPerRead(snapshot, absent));
        Assert.Equal(ArrayOf8, AllocatedPerRead(snapshot, present));
    }

    /// <summary>The root after 1,000 writes on 100,000 keys, default cache: below 6 KB for each write.</summary>
    [Fact]
    public void StateRootOfALargeState()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        var random = new Random(5);
        StateWrite Write(int number) => new(
            Key(number.ToString("d6", CultureInfo.InvariantCulture)), BitConverter.GetBytes(random.NextInt64()), 0);
        for (var start = 0; start < 100_000; start += 10_000)
        {
            Commit(store, [.. Enumerable.Range(start, 10_000).Select(Write)]);
        }

        var allocated = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var numbers = new HashSet<int>();
            while (numbers.Count < 1_000)
            {
                numbers.Add(random.Next(100_000));
            }

            var writes = Sorted(numbers.Select(Write));
            var memoryBefore = GC.GetAllocatedBytesForCurrentThread();
            var pending = store.Stage(null, store.Height.Next, writes);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - memoryBefore);
            store.CommitBlock(Block(store.Head, pending), pending, sync: false);
        }

        Assert.True(allocated < 6_000_000, $"the state root allocated {allocated} bytes");
    }

    private static long AllocatedPerRead(IStateView view, byte[] key)
    {
        const int Reads = 1_000;
        view.Get(key);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Reads; i++)
        {
            view.Get(key);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Reads;
    }
}
