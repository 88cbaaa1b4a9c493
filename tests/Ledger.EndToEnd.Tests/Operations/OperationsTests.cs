using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Client;
using Ledger.EndToEnd.Tests.Chaos;
using Ledger.Node;

namespace Ledger.EndToEnd.Tests.Operations;

/// <summary>
/// What operators do with four real nodes under load, by the commands of docs/operators.md: a backup, a restored directory
/// that verifies and compares, pruning on request and by retention while the network goes on.
/// </summary>
[Collection(ChaosCollection.Name)]
public sealed class OperationsTests : IAsyncLifetime
{
    /// <summary>Small, so that a minute of load is enough to prune something.</summary>
    private const int ValidityWindow = 40;

    private const int Retained = 60;
    private const int PaceMilliseconds = 20;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private LocalNetwork? _network;
    private ChaosLoad? _load;

    private LocalNetwork Network => _network!;

    private ChaosLoad Load => _load!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var directory = Path.Combine(_folder.Path, "network");
        NetworkFactory.Create(new NetworkPlan
        {
            Directory = directory, Name = "operations", BasePort = NodePorts.Find(4),
        });
        ShortenWindow(directory);
        _network = LocalNetwork.Load(directory);
        var last = Network.ConfigurationOf(Network.Nodes[3]);
        (NodeConfiguration.Load(last) with
        {
            Retention = new RetentionConfiguration { Blocks = Retained, HistoryBlocks = Retained },
        }).Save(last);
        await OkAsync("network", "start", "--dir", directory);
        _load = await ChaosLoad.StartAsync(Network, 4, TimeSpan.FromMilliseconds(PaceMilliseconds), Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_load != null)
        {
            await _load.DisposeAsync();
        }

        await LedgerCommand.RunAsync("network", "stop", "--dir", Path.Combine(_folder.Path, "network"));
        _folder.Dispose();
    }

    [Fact]
    public async Task A_backup_under_load_is_restored_verified_and_compared()
    {
        await Load.Done.WaitForMoreAsync(100, Bound, Cancellation);
        var (backup, restored) = (Path.Combine(_folder.Path, "backup"), Path.Combine(_folder.Path, "restored"));

        var made = await OkAsync("backup", backup, "--dir", Network.Layout.Root, "--node", "node2", "--json");

        var height = (ulong)made["height"]!;
        Assert.True(height > 20, $"the backup is at height {height}");
        await Load.Done.WaitForMoreAsync(100, Bound, Cancellation);
        var again = await OkAsync("restore", backup, restored, "--genesis", Network.Layout.Genesis, "--json");
        Assert.Equal(height, (ulong)again["height"]!);
        var verified = await OkAsync("verify", restored, "--genesis", Network.Layout.Genesis, "--json");
        Assert.Equal((height, height), ((ulong)verified["height"]!, (ulong)verified["executed"]!));
        Assert.Empty(verified["notChecked"]!.AsArray());

        await RefusedAsync("only administrators of cell2", "backup", backup + "-2", "--dir", Network.Layout.Root, "--node", "node2",
            "--as", "cell1/admin");
        await RefusedAsync("is no administrator", "backup", backup + "-2", "--dir", Network.Layout.Root, "--node", "node1",
            "--as", Load.Accounts[0]);
        await RefusedAsync("exists already", "backup", backup, "--dir", Network.Layout.Root, "--node", "node2");
        await RefusedAsync("in use by another process", "verify", Network.HomeOf(Network.Nodes[1]));

        await StopAsync();
        var node3 = Network.Layout.NodeData("cell3");
        var compared = await OkAsync("diff", restored, node3, "--json");
        Assert.Equal(height, (ulong)compared["equalTo"]!);
        Assert.True((ulong)compared["secondHeight"]! > height);
        Assert.True((ulong)compared["stateEntries"]! > 0);
    }

    [Fact]
    public async Task A_pruned_node_goes_on_and_says_what_it_no_longer_keeps()
    {
        var old = await OldTransactionAsync();
        await GrowAsync(300);
        await RetainedAsync();
        await RefusedAsync("within the validity window", "prune", "--keep", "10", "--dir", Network.Layout.Root, "--node", "node1");
        var under = await OkAsync("prune", "--keep", "200", "--dir", Network.Layout.Root, "--node", "node1", "--json");
        Assert.True((ulong)under["blocksGivenUp"]! > 50, under.ToJsonString());
        await Load.Done.WaitForMoreAsync(100, Bound, Cancellation);
        await Load.StopAsync();

        // So little fits into the log of RocksDB, which a start empties into tables; and a load would take the space at once.
        await OkAsync("network", "stop", "--dir", Network.Layout.Root, "--node", "node1");
        await OkAsync("network", "start", "--dir", Network.Layout.Root, "--node", "node1");
        var pruned = await OkAsync(
            "prune", "--keep", "60", "--history", "250", "--dir", Network.Layout.Root, "--node", "node1", "--json");
        Assert.True((ulong)pruned["blocksGivenUp"]! > 100, pruned.ToJsonString());
        Assert.True((ulong)pruned["bytesFreed"]! > 0, pruned.ToJsonString());

        await using (var client = Network.Connect("cell1/admin", "node1"))
        {
            var before = await client.Client.StatusAsync(Cancellation);
            Assert.Equal((ulong)pruned["lowestBlock"]!, before.LowestBlock.Value);
            await PayAsync();
            var after = await client.Client.StatusAsync(Cancellation);
            Assert.True(after.Height > before.Height, $"node1 stands at {after.Height}");

            var block = await Assert.ThrowsAsync<LedgerException>(() => client.Client.GetBlockAsync(old.Height, Cancellation));
            Assert.Contains("no longer kept", block.Message, StringComparison.Ordinal);
            var receipt = await Assert.ThrowsAsync<LedgerException>(
                () => client.Client.FindReceiptAsync(old.TransactionId, Cancellation));
            Assert.Equal(LedgerError.NotFound, receipt.Code);
            Assert.Contains("pruned", receipt.Message, StringComparison.Ordinal);
        }

        await StopAsync();
        foreach (var node in Network.Nodes)
        {
            var verified = await OkAsync("verify", Network.HomeOf(node), "--genesis", Network.Layout.Genesis, "--json");
            Assert.Equal(node.Name is "node1" or "node4", verified["notChecked"]!.AsArray().Count > 0);
            Assert.True((ulong)verified["executed"]! > 0, verified.ToJsonString());
        }

        var compared = await OkAsync("diff", Network.HomeOf(Network.Nodes[0]), Network.HomeOf(Network.Nodes[1]), "--json");
        Assert.True((ulong)compared["equalTo"]! > 300);
    }

    /// <summary>One that everybody has forgotten to ask for by the time it is pruned.</summary>
    private async Task<TransactionReceipt> OldTransactionAsync()
    {
        await Load.Done.WaitForMoreAsync(1, Bound, Cancellation);
        return Load.Acknowledged.First();
    }

    /// <summary>Payments that node 1 takes and answers.</summary>
    private async Task PayAsync()
    {
        await using var payer = new Payer(Network, Load.Accounts[0], home: 0);
        for (var i = 0; i < 5; i++)
        {
            var call = new CallArguments().Text(Load.Accounts[1]).Long(1).Text("on").Call("wallet", "transfer");
            var transaction = await payer.SignAsync(call, Cancellation);
            var receipt = await payer.DeliverAsync(transaction!, e => Assert.Fail(e.Message), Cancellation);
            Assert.True(receipt?.IsOk);
        }
    }

    private async Task GrowAsync(ulong height)
    {
        await using var client = Network.Connect("cell2/admin", "node2");
        while ((await client.Client.StatusAsync(Cancellation)).Height.Value < height)
        {
            await Load.Done.WaitForMoreAsync(20, Bound, Cancellation);
        }
    }

    /// <summary>Node 4 prunes by itself, because its configuration says so.</summary>
    private async Task RetainedAsync()
    {
        await using var client = Network.Connect("cell4/admin", "node4");
        var status = await client.Client.StatusAsync(Cancellation);
        for (var turn = 0; turn < 50 && status.LowestBlock.Value == 1; turn++)
        {
            await Load.Done.WaitForMoreAsync(20, Bound, Cancellation);
            status = await client.Client.StatusAsync(Cancellation);
        }

        Assert.True(status.LowestBlock.Value > 1, "node4 has not pruned by itself");
        Assert.True(status.Height.Value - status.LowestBlock.Value >= Retained - 1, $"{status.LowestBlock} of {status.Height}");
    }

    private async Task StopAsync()
    {
        await Load.StopAsync();
        Assert.Empty(Load.Flaws);
        await OkAsync("network", "stop", "--dir", Network.Layout.Root);
    }

    /// <summary>Before the first start: genesis is changed, and the directories are made for it again.</summary>
    private static void ShortenWindow(string directory)
    {
        var layout = new NetworkLayout(directory);
        var genesis = JsonNode.Parse(File.ReadAllText(layout.Genesis))!;
        genesis["validityWindowBlocks"] = ValidityWindow;
        File.WriteAllText(layout.Genesis, genesis.ToJsonString());
        for (var i = 1; i <= 4; i++)
        {
            var cell = string.Create(CultureInfo.InvariantCulture, $"cell{i}");
            Directory.Delete(layout.NodeData(cell), recursive: true);
            LedgerNode.InitialiseData(NodeConfiguration.Load(layout.NodeConfiguration(cell)));
        }
    }

    private static async Task<JsonNode> OkAsync(params string[] arguments)
    {
        var result = await LedgerCommand.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.All}");
        return arguments.Contains("--json") ? JsonNode.Parse(result.Output)! : new JsonObject();
    }

    private static async Task RefusedAsync(string words, params string[] arguments)
    {
        var result = await LedgerCommand.RunAsync(arguments);
        Assert.True(result.ExitCode == 1, $"{string.Join(' ', arguments)}: {result.All}");
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.TrimEnd('\n').Split('\n'));
    }
}
