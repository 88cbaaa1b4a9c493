namespace Ledger.Cli.Tests;

/// <summary>A network directory that no test starts, made once by the command itself.</summary>
public sealed class NetworkFixture : IAsyncLifetime
{
    private readonly string _root = System.IO.Directory.CreateTempSubdirectory("ledger-cli-").FullName;

    public string Directory => Path.Combine(_root, "net");

    /// <summary>A path in the fixture's own folder.</summary>
    public string Place(string name) => Path.Combine(_root, name);

    public async ValueTask InitializeAsync() => (await Run.OfAsync("network", "init", "--dir", Directory, "--name", "test")).IsOk();

    public ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
