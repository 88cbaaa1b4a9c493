using System.Globalization;
using Ledger.Primitives;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>A ledger that serves a snapshot, and how another one fetches it.</summary>
internal static class SnapshotTransfer
{
    /// <summary>Heights below the snapshot whose blocks are imported too.</summary>
    public const int Window = 6;

    /// <summary>Commits the blocks up to a height; the same ones in every store.</summary>
    public static void Grow(LedgerStore store, ulong height)
    {
        while (store.Height.Value < height)
        {
            Commit(store, WritesAt(store.Height.Value + 1));
        }
    }

    /// <summary>Commits one block with many entries.</summary>
    public static void Fill(LedgerStore store, int count, int valueSize = 10) => Commit(
        store,
        Sorted(Enumerable.Range(0, count).Select(i => new StateWrite(
            Key("filled " + i.ToString(CultureInfo.InvariantCulture)), ValueOf(i, valueSize), 0))));

    /// <summary>Adds all missing parts in random order, through their bytes.</summary>
    public static void FetchState(StateRestore restore, StateSnapshot snapshot, int depth, Random random)
    {
        while (!restore.Progress.IsComplete)
        {
            var missing = restore.Progress.Missing(depth).Take(40).ToArray();
            var asked = missing[random.Next(missing.Length)];
            var chunk = StateChunk.TryDecode(snapshot.ReadChunk(asked).Encode())!;
            Assert.True(asked.Contains(chunk.Prefix));
            Assert.Equal(RestoreOutcome.Added, restore.AddChunk(chunk));
            Assert.Equal(RestoreOutcome.Known, restore.AddChunk(chunk));
        }
    }

    /// <summary>Imports the snapshot's block and those below it.</summary>
    public static void FetchHistory(StateRestore restore, LedgerStore source, ulong lowest)
    {
        while (restore.LowestBlock.Value > lowest)
        {
            var height = new SequenceNumber(restore.LowestBlock.Value - 1);
            Assert.Equal(RestoreOutcome.Added, restore.ImportHistory(source.ReadBlock(height)!));
            Assert.Equal(RestoreOutcome.Known, restore.ImportHistory(source.ReadBlock(height)!));
        }
    }

    /// <summary>The whole procedure.</summary>
    public static void Restore(LedgerStore target, LedgerStore source, int depth = 3, int seed = 1)
    {
        using var snapshot = source.TakeStateSnapshot()!;
        var restore = target.BeginRestore(snapshot.Manifest.Header, snapshot.Manifest.Certificate);
        FetchState(restore, snapshot, depth, new Random(seed));
        FetchHistory(restore, source, LowestOf(source));
        restore.Complete();
    }

    /// <summary>Where the imported history of a source begins.</summary>
    public static ulong LowestOf(LedgerStore source) =>
        source.Height.Value > Window ? source.Height.Value - Window : 1;

    /// <summary>Same head, same state by content and by tree, same recent blocks, nothing else.</summary>
    public static void CheckSame(LedgerStore source, LedgerStore restored)
    {
        Assert.Equal(source.Head!.Hash, restored.Head!.Hash);
        Assert.Equal(source.StateRoot, restored.StateRoot);
        Assert.Equal(Dump(source), Dump(restored));
        var lowest = restored.LowestBlock;
        for (var height = lowest; height <= source.Height; height = height.Next)
        {
            Assert.Equal(source.ReadBlockBytes(height), restored.ReadBlockBytes(height));
            Assert.Equal(source.ReadHeader(height)!.Hash, restored.ReadHeader(height)!.Hash);
            var id = source.ReadBlock(height)!.Batch.Transactions[0].Id;
            Assert.Equal(source.FindTransaction(id), restored.FindTransaction(id));
        }

        Assert.Equal(source.RecentTransactions(lowest), restored.RecentTransactions(default));
        for (var height = 0UL; height < lowest.Value; height++)
        {
            Assert.Null(restored.ReadBlockBytes(new SequenceNumber(height)));
            Assert.Null(restored.ReadCertifiedHeader(new SequenceNumber(height)));
            if (source.ReadBlock(new SequenceNumber(height)) is { } block)
            {
                Assert.Null(restored.FindTransaction(block.Batch.Transactions[0].Id));
            }
        }

        restored.VerifyIntegrity();
    }

    /// <summary>All entries.</summary>
    public static IEnumerable<(string Key, string Value)> Dump(LedgerStore store) =>
        store.View(null).Scan(default).Select(e => (Convert.ToHexString(e.Key), Convert.ToHexString(e.Value)));

    private static byte[] ValueOf(int number, int size)
    {
        var value = new byte[size];
        new Random(number).NextBytes(value);
        return value;
    }
}
