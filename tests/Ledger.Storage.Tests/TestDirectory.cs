namespace Ledger.Storage.Tests;

/// <summary>A directory that goes away with the test.</summary>
internal sealed class TestDirectory : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("ledger-storage-");

    /// <summary>Does not exist yet.</summary>
    public string Path => System.IO.Path.Combine(_parent.FullName, "node");

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
