using System.Text.Json;

namespace Ledger.EndToEnd.Tests;

/// <summary>
/// One short demo, run once for all tests of the collection and left running by <c>--keep</c>: four real nodes with contracts, homes and a
/// history in which a node was killed.
/// </summary>
public sealed class DemoNetwork : IAsyncLifetime
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("ledger-e2e-").FullName;

    internal CommandResult Demo { get; private set; } = new(-1, "", "the demo did not run");

    internal JsonElement Report { get; private set; }

    public string Directory => Path.Combine(_folder, "network");

    public string Genesis => Path.Combine(Directory, "genesis.json");

    /// <summary>Addresses of the nodes, <c>host:port</c>.</summary>
    public IReadOnlyList<string> Addresses { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var report = Path.Combine(_folder, "demo.json");
        Demo = await LedgerCommand.RunAsync(
            "demo", "--slots", "8", "--homes", "8", "--keep", "--dir", Directory, "--json", report);
        if (File.Exists(report))
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(report));
            Report = document.RootElement.Clone();
        }

        using var network = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Directory, "network.json")));
        Addresses = [.. network.RootElement.GetProperty("nodes").EnumerateArray()
            .Select(n => n.GetProperty("address").GetString()!)];
    }

    public async ValueTask DisposeAsync()
    {
        await LedgerCommand.RunAsync("network", "stop", "--dir", Directory);
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    internal string DeviceDirectory(string account)
    {
        var parts = account.Split('/');
        return Path.Combine(Directory, parts[0], "devices", parts[1]);
    }
}
