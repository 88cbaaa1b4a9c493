using Ledger.Storage.Interop;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>A directory knows which memory of votes it is.</summary>
public sealed class IncarnationTests
{
    /// <summary>Initialised once, with the number that is asked for.</summary>
    [Fact]
    public void InitialisedOnce()
    {
        using var directory = new TestDirectory();
        Assert.False(LedgerStore.Exists(directory.Path));
        LedgerStore.Initialise(directory.Path, Id, 77);
        Assert.True(LedgerStore.Exists(directory.Path));
        var failure = Assert.Throws<StorageException>(() => LedgerStore.Initialise(directory.Path, Id, 0));
        Assert.Equal(StorageFailure.AlreadyExists, failure.Failure);
        using (var store = directory.Open(new StoreOptions { NewIncarnation = 5 }))
        {
            Assert.Equal((77UL, 0UL, 1UL), (store.Incarnation, store.Height.Value, store.LowestBlock.Value));
        }

        using var audit = directory.OpenReadOnly();
        Assert.Equal(77UL, audit.Incarnation);
    }

    /// <summary>A missing directory takes the options' number; a restore does not change it; absent means 0.</summary>
    [Fact]
    public void OfAMissingDirectory()
    {
        using var sourceDirectory = new TestDirectory();
        using var directory = new TestDirectory();
        using (var source = sourceDirectory.Open())
        using (var store = directory.Open(new StoreOptions { NewIncarnation = ulong.MaxValue }))
        {
            Assert.Equal((0UL, ulong.MaxValue), (source.Incarnation, store.Incarnation));
            SnapshotTransfer.Grow(source, 9);
            SnapshotTransfer.Restore(store, source);
            Assert.Equal(ulong.MaxValue, store.Incarnation);
        }

        using (var database = DatabaseOpener.Open(directory.Path, new StoreOptions(), readOnly: false))
        using (var batch = database.CreateBatch())
        {
            batch.Delete(ColumnFamily.Meta, RecordKeys.Incarnation);
            batch.Commit(sync: true);
        }

        using var without = directory.Open();
        Assert.Equal(0UL, without.Incarnation);
    }
}
