namespace Ledger.Identity.Tests;

/// <summary>A directory of its own for one test, removed afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    internal string Root { get; } = Directory.CreateTempSubdirectory("ledger-identity-").FullName;

    internal string At(params string[] parts) => Path.Combine([Root, .. parts]);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
