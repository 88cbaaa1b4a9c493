namespace Ledger.Storage.Tests;

/// <summary>
/// A directory that goes away with the test. In memory where there is room: syncing is what most tests would wait for,
/// and no test can see whether a disk really has what it was told to sync.
/// </summary>
internal sealed class TestDirectory : IDisposable
{
    private const string MemoryDisk = "/dev/shm";
    private const long MemoryBytesMin = 2L << 30;

    private readonly DirectoryInfo _parent;

    /// <summary>A directory in memory, or on the disk that holds temporary files.</summary>
    public TestDirectory(bool onDisk = false)
    {
        _parent = !onDisk && HasMemoryDisk
            ? Directory.CreateDirectory(System.IO.Path.Combine(MemoryDisk, "ledger-storage-" + Guid.NewGuid()))
            : Directory.CreateTempSubdirectory("ledger-storage-");
    }

    private static bool HasMemoryDisk { get; } =
        Directory.Exists(MemoryDisk) && new DriveInfo(MemoryDisk).AvailableFreeSpace >= MemoryBytesMin;

    /// <summary>Does not exist yet.</summary>
    public string Path => System.IO.Path.Combine(_parent.FullName, "node");

    /// <summary>A path beside it that goes away too.</summary>
    public string Beside(string name) => System.IO.Path.Combine(_parent.FullName, name);

    /// <summary>What stands beside it, and itself.</summary>
    public IEnumerable<string> Names() => _parent.GetFileSystemInfos().Select(f => f.Name).Order();

    /// <summary>Opens the store in it.</summary>
    public LedgerStore Open(StoreOptions? options = null) => LedgerStore.Open(Path, TestChain.Id, options);

    /// <summary>Opens it for an audit.</summary>
    public LedgerStore OpenReadOnly() => LedgerStore.OpenReadOnly(Path, TestChain.Id);

    /// <summary>Copies all files as they are to another test directory, as a crash would leave them.</summary>
    public TestDirectory Copy()
    {
        var copy = new TestDirectory();
        Directory.CreateDirectory(copy.Path);
        foreach (var file in Directory.GetFiles(Path))
        {
            File.Copy(file, System.IO.Path.Combine(copy.Path, System.IO.Path.GetFileName(file)));
        }

        return copy;
    }

    public void Dispose() => _parent.Delete(recursive: true);
}
