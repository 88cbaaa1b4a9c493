namespace Ledger.EndToEnd.Tests;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ledger-e2e-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
