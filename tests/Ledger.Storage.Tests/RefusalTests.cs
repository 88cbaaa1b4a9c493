using Ledger.Primitives;
using Ledger.Storage.Interop;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>Directories that a store refuses, each with one clear line.</summary>
public sealed class RefusalTests
{
    /// <summary>Another chain's directory, for writing and for an audit.</summary>
    [Fact]
    public void OtherChain()
    {
        using var directory = new TestDirectory();
        directory.Open().Dispose();
        var other = Digest.Of("other"u8);
        var failure = Refused(StorageFailure.WrongChain, () => LedgerStore.Open(directory.Path, other));
        Assert.Contains(Id.ToShortString(), failure.Message, StringComparison.Ordinal);
        Refused(StorageFailure.WrongChain, () => LedgerStore.OpenReadOnly(directory.Path, other));
        LedgerStore.OpenReadOnly(directory.Path, null).Dispose();
        directory.Open().Dispose();
    }

    /// <summary>A directory that is open already.</summary>
    [Fact]
    public void Locked()
    {
        using var directory = new TestDirectory();
        using (directory.Open())
        {
            var failure = Refused(StorageFailure.Locked, () => directory.Open());
            Assert.Equal($"The ledger in {directory.Path} is in use by another process.", failure.Message);
        }

        directory.Open().Dispose();
    }

    /// <summary>An absent parent, a file in place of a directory, and a place where nothing can be made.</summary>
    [Fact]
    public void UnusableDirectories()
    {
        using var directory = new TestDirectory();
        var absent = Path.Combine(directory.Path, "deeper", "node");
        var failure = Refused(StorageFailure.InputOutput, () => LedgerStore.Open(absent, Id));
        Assert.Contains("does not exist", failure.Message, StringComparison.Ordinal);
        File.WriteAllText(directory.Path, "a file");
        Refused(StorageFailure.InputOutput, () => directory.Open());
        Refused(StorageFailure.InputOutput, () => directory.OpenReadOnly());
        if (OperatingSystem.IsLinux())
        {
            // Read-only for everybody, root included.
            Refused(StorageFailure.InputOutput, () => LedgerStore.Open("/proc/ledger", Id));
        }
    }

    /// <summary>A directory with someone's files in it, and one without a ledger.</summary>
    [Fact]
    public void ForeignFiles()
    {
        using var directory = new TestDirectory();
        Directory.CreateDirectory(directory.Path);
        Refused(StorageFailure.InputOutput, () => directory.OpenReadOnly());
        var file = Path.Combine(directory.Path, "letter.txt");
        File.WriteAllText(file, "dear");
        Refused(StorageFailure.WrongFormat, () => directory.Open());
        File.Delete(file);
        File.WriteAllText(Path.Combine(directory.Path, "LOCK"), "");
        directory.Open().Dispose();
    }

    /// <summary>A directory of a later version.</summary>
    [Fact]
    public void OtherFormat()
    {
        using var directory = new TestDirectory();
        directory.Open().Dispose();
        using (var database = DatabaseOpener.Open(directory.Path, new StoreOptions(), readOnly: false))
        using (var batch = database.CreateBatch())
        {
            batch.Put(ColumnFamily.Meta, RecordKeys.Identity, [RecordKeys.FormatVersion + 1, .. Id.AsSpan()]);
            batch.Commit(sync: true);
        }

        var failure = Refused(StorageFailure.WrongFormat, () => directory.Open());
        Assert.EndsWith("has format 4; this version reads format 3.", failure.Message, StringComparison.Ordinal);
        Refused(StorageFailure.WrongFormat, () => directory.OpenReadOnly());
    }

    /// <summary>A read-only store writes nothing, and says so.</summary>
    [Fact]
    public void ReadOnlyStoreDoesNotWrite()
    {
        using var directory = new TestDirectory();
        using (var store = directory.Open())
        {
            Commit(store, Writes(("a", "1")));
        }

        string[] Files() =>
            [.. new DirectoryInfo(directory.Path).GetFiles().Select(f => $"{f.Name} {f.Length}").Order()];
        var before = Files();
        using (var audit = directory.OpenReadOnly())
        {
            var pending = audit.Stage(null, audit.Height.Next, Writes(("b", "1")));
            Assert.Throws<InvalidOperationException>(
                () => audit.CommitBlock(Block(audit.Head, pending), pending, false));
            Assert.Throws<InvalidOperationException>(() => audit.SaveConsensus([([1], [1])], false));
            Assert.Throws<InvalidOperationException>(() => audit.CommitGenesis([]));
            Assert.Equal(Value("1"), audit.View(pending).Get(Key("a")));
        }

        Assert.Equal(before, Files());
    }

    /// <summary>A machine without the library learns what to install.</summary>
    [Fact]
    public void MissingLibraryNamesThePackages()
    {
        var failure = Refused(StorageFailure.LibraryMissing, () => RocksLibrary.Load(["libno-such-library.so.1"]));
        string[] packages = ["librocksdb7.8", "librocksdb-dev", "dnf install rocksdb", "brew install rocksdb"];
        foreach (var package in packages)
        {
            Assert.Contains(package, failure.Message, StringComparison.Ordinal);
        }

        failure = Refused(
            StorageFailure.LibraryMissing, () => RocksLibrary.Load(["libno-such-library.so.1", "libc.so.6"]));
        Assert.Contains("has no function rocksdb_", failure.Message, StringComparison.Ordinal);
        Assert.Equal("librocksdb.so.7.8", RocksLibrary.CandidateNames()[0]);
    }

    /// <summary>Bounds that cannot work.</summary>
    [Fact]
    public void OptionsAreValidated()
    {
        new StoreOptions().Validate();
        Assert.Throws<ArgumentOutOfRangeException>(() => new StoreOptions { BlockCacheBytesMax = 0 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>(() => new StoreOptions { TreeNodeBytesMax = 0 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>(
            () => LedgerStore.Open("/tmp", Id, new StoreOptions { BackgroundJobsMax = 0 }));
    }

    private static StorageException Refused(StorageFailure reason, Func<object> open)
    {
        var failure = Assert.Throws<StorageException>(() => _ = open());
        Assert.Equal(reason, failure.Failure);
        Assert.DoesNotContain("\n", failure.Message, StringComparison.Ordinal);
        return failure;
    }
}
