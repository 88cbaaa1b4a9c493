using Ledger.Storage.Interop;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>One damaged byte anywhere is found, and never repaired or skipped.</summary>
public sealed class DamageTests
{
    private const int FooterSize = 53;

    /// <summary>Bytes all over every table file, each byte of a footer among them.</summary>
    [Fact]
    public void FlippedByteInATableFile()
    {
        using var directory = new TestDirectory();
        Fill(directory);
        var files = Directory.GetFiles(directory.Path, "*.sst");
        Assert.True(files.Length >= 7, "expected a table file for each column family in use");
        var random = new Random(3);
        var footersSeen = 0;
        foreach (var file in files)
        {
            var size = (int)new FileInfo(file).Length;
            var positions = Enumerable.Range(0, 16).Select(i => random.Next(size * i / 16, size * (i + 1) / 16));
            if (footersSeen++ < 1)
            {
                positions = positions.Concat(Enumerable.Range(size - FooterSize, FooterSize));
            }

            foreach (var position in positions.ToArray())
            {
                Flip(file, position);
                var failure = Audit(directory);
                Flip(file, position);
                Assert.True(
                    failure != null, $"byte {position} of {size} of {Path.GetFileName(file)}: the damage was missed");
                Assert.Contains(
                    failure.Failure, (StorageFailure[])[StorageFailure.Damaged, StorageFailure.InputOutput]);
            }
        }

        Assert.Null(Audit(directory));
    }

    /// <summary>Bytes all over the write-ahead log of a store that was not closed, its padding included.</summary>
    [Fact]
    public void FlippedByteInTheLog()
    {
        using var source = new TestDirectory();
        using var store = source.Open();
        for (var height = 1UL; height <= 40; height++)
        {
            Commit(store, WritesAt(height));
        }

        using var directory = source.Copy();
        var log = new DirectoryInfo(directory.Path).GetFiles("*.log").MaxBy(f => f.Length)!;
        Assert.True(log.Length > 3 * 32_768, "the log is too short to have padding");
        Assert.Null(Audit(directory));
        var random = new Random(4);
        var positions = Enumerable.Range(0, 60)
            .Select(i => random.Next((int)log.Length * i / 60, (int)log.Length * (i + 1) / 60));
        foreach (var position in positions.Concat([0, 4, 6, 7, 32_761, 32_767, 32_768, (int)log.Length - 1]).ToArray())
        {
            Flip(log.FullName, position);
            Assert.True(Audit(directory) != null, $"byte {position} of the log: the damage was missed");
            Flip(log.FullName, position);
        }

        using (var file = log.Open(FileMode.Open))
        {
            file.SetLength(log.Length - 3);
        }

        Assert.Equal(StorageFailure.Damaged, Audit(directory)!.Failure);
    }

    /// <summary>
    /// A node refuses to start on a log that is damaged before its end, but starts when its last record is torn.
    /// </summary>
    [Fact]
    public void OpenRefusesADamagedLogAndForgivesATornTail()
    {
        using var source = new TestDirectory();
        using var store = source.Open();
        Commit(store, WritesAt(1));
        Commit(store, WritesAt(2));
        using var damaged = source.Copy();
        using var torn = source.Copy();
        string Log(TestDirectory d) => new DirectoryInfo(d.Path).GetFiles("*.log").MaxBy(f => f.Length)!.FullName;
        Flip(Log(damaged), 2_000);
        Assert.Equal(StorageFailure.Damaged, Assert.Throws<StorageException>(() => damaged.Open()).Failure);

        using (var file = File.OpenWrite(Log(torn)))
        {
            file.SetLength(file.Length - 5);
        }

        using var again = torn.Open();
        Assert.Equal(1UL, again.Height.Value);
        again.VerifyIntegrity();
    }

    /// <summary>Damage in a manifest.</summary>
    [Fact]
    public void FlippedByteInTheManifest()
    {
        using var directory = new TestDirectory();
        Fill(directory);
        var manifest = Directory.GetFiles(directory.Path, "MANIFEST-*").Single();
        Flip(manifest, (int)new FileInfo(manifest).Length / 2);
        Assert.NotNull(Audit(directory));
        Assert.Throws<StorageException>(() => directory.Open());
    }

    /// <summary>A manifest that was cut off, which RocksDB itself takes for a shorter one.</summary>
    [Fact]
    public void CutManifest()
    {
        using var directory = new TestDirectory();
        Fill(directory);
        var manifest = Directory.GetFiles(directory.Path, "MANIFEST-*").Single();
        using (var file = File.OpenWrite(manifest))
        {
            file.SetLength(file.Length - 20);
        }

        Assert.Contains("The manifest", Audit(directory)!.Message, StringComparison.Ordinal);
        var failure = Assert.Throws<StorageException>(
            () => LedgerStore.RestoreBackup(directory.Path, directory.Beside("restored"), 1));
        Assert.Equal(StorageFailure.Damaged, failure.Failure);
    }

    /// <summary>
    /// A stored value, a tree node or a head that was changed with correct checksums does not fit the state root.
    /// </summary>
    [Theory]
    [InlineData(nameof(ColumnFamily.State))]
    [InlineData(nameof(ColumnFamily.Tree))]
    [InlineData(nameof(ColumnFamily.Headers))]
    public void ForgedRecordDoesNotFitTheRoot(string name)
    {
        var family = Enum.Parse<ColumnFamily>(name);
        using var directory = new TestDirectory();
        Fill(directory);
        using (var database = DatabaseOpener.Open(directory.Path, new StoreOptions(), readOnly: false))
        using (var batch = database.CreateBatch())
        {
            using var iterator = database.Iterate(family, default);
            var record = Array.Empty<byte>();
            var key = Array.Empty<byte>();
            for (; iterator.Valid; iterator.Next())
            {
                (key, record) = (iterator.Key.ToArray(), iterator.Value.ToArray());
            }

            // The last record: a value, a node deep in the tree, or the state root in the head's header.
            record[family == ColumnFamily.Headers ? 120 : record.Length - 1] ^= 1;
            batch.Put(family, key, record);
            batch.Commit(sync: true);
        }

        Assert.Equal(StorageFailure.Damaged, Audit(directory)!.Failure);
    }

    /// <summary>A key that vanished, and one that was never written.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LostOrAddedKeyDoesNotFitTheRoot(bool lost)
    {
        using var directory = new TestDirectory();
        Fill(directory);
        using (var database = DatabaseOpener.Open(directory.Path, new StoreOptions(), readOnly: false))
        using (var batch = database.CreateBatch())
        {
            using var iterator = database.Iterate(ColumnFamily.State, default);
            if (lost)
            {
                batch.Delete(ColumnFamily.State, iterator.Key);
            }
            else
            {
                batch.Put(ColumnFamily.State, [1, 2, 3], iterator.Value);
            }

            batch.Commit(sync: true);
        }

        Assert.Contains("Column family state", Audit(directory)!.Message, StringComparison.Ordinal);
    }

    /// <summary>A place of the tree that has lost its key, has another, or is none.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void DamagedPathsAreFound(int damage)
    {
        using var directory = new TestDirectory();
        Fill(directory);
        using (var database = DatabaseOpener.Open(directory.Path, new StoreOptions(), readOnly: false))
        using (var batch = database.CreateBatch())
        {
            using var iterator = database.Iterate(ColumnFamily.Paths, default);
            switch (damage)
            {
                case 0:
                    batch.Delete(ColumnFamily.Paths, iterator.Key);
                    break;
                case 1:
                    batch.Put(ColumnFamily.Paths, iterator.Key, [.. iterator.Value, 1]);
                    break;
                default:
                    batch.Put(ColumnFamily.Paths, new byte[32], iterator.Value);
                    break;
            }

            batch.Commit(sync: true);
        }

        Assert.Equal(StorageFailure.Damaged, Audit(directory)!.Failure);
        using var store = directory.Open();
        using var snapshot = store.TakeStateSnapshot()!;
        var failure = Record.Exception(() => snapshot.ReadChunk(Primitives.StatePrefix.All));
        Assert.Equal(StorageFailure.Damaged, Assert.IsType<StorageException>(failure).Failure);
    }

    /// <summary>The message names column family and key; progress names every part.</summary>
    [Fact]
    public void VerifyIntegrityNamesTheFirstDamage()
    {
        using var directory = new TestDirectory();
        Fill(directory);
        var parts = new List<string>();
        using (var audit = directory.OpenReadOnly())
        {
            var result = audit.VerifyIntegrity(new Listener(p => parts.Add(p.Part)));
            Assert.True(result.Entries > 1000 && result.Bytes > 10_000);
        }

        Assert.Equal([.. ColumnFamilies.Names, "state tree"], parts.Distinct());
        var file = Largest(directory, ColumnFamily.History);
        Flip(file, (int)new FileInfo(file).Length / 3);
        var failure = Audit(directory)!;
        Assert.Matches("^Column family history is damaged after key [0-9a-f]+: .*checksum", failure.Message);
    }

    /// <summary>A node that reads a damaged tree node stops instead of computing with it.</summary>
    [Fact]
    public void DamagedTreeNodeStopsTheNode()
    {
        using var directory = new TestDirectory();
        Fill(directory);
        using (var database = DatabaseOpener.Open(directory.Path, new StoreOptions(), readOnly: false))
        using (var batch = database.CreateBatch())
        {
            LedgerStore.AddSlot(batch, 3, default, 60);
            batch.Commit(sync: true);
        }

        Assert.Equal(StorageFailure.Damaged, Assert.Throws<StorageException>(() => directory.Open()).Failure);
    }

    private static void Fill(TestDirectory directory)
    {
        using var store = directory.Open();
        for (var height = 1UL; height <= 60; height++)
        {
            Commit(store, WritesAt(height));
        }

        store.SaveConsensus([([1], [2])], sync: true);
    }

    private static StorageException? Audit(TestDirectory directory)
    {
        try
        {
            using var store = directory.OpenReadOnly();
            store.VerifyIntegrity();
            return null;
        }
        catch (StorageException failure)
        {
            return failure;
        }
    }

    private static void Flip(string file, int position)
    {
        using var stream = File.Open(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = position;
        var value = stream.ReadByte();
        stream.Position = position;
        stream.WriteByte((byte)(value ^ 0x40));
    }

    private static string Largest(TestDirectory directory, ColumnFamily family)
    {
        using var database = DatabaseOpener.Open(directory.Path, new StoreOptions(), readOnly: true);
        return database.TableFiles().Where(f => f.Family == ColumnFamilies.Names[(int)family])
            .Select(f => Path.Combine(directory.Path, f.File)).MaxBy(f => new FileInfo(f).Length)!;
    }

    private sealed class Listener(Action<IntegrityProgress> heard) : IProgress<IntegrityProgress>
    {
        public void Report(IntegrityProgress value) => heard(value);
    }
}
