using System.Diagnostics;
using System.Text.Json.Nodes;
using Ledger.EndToEnd.Tests.Chaos;

namespace Ledger.EndToEnd.Tests.Members;

/// <summary>
/// Changes of the validators on real processes, by the commands that operators use (docs/operators.md): a fifth node is added,
/// one loses its disk and comes back from a snapshot, one gets another key, one is removed; and everything verifies offline.
/// </summary>
[Collection(ChaosCollection.Name)]
public sealed class MembersTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Validators_come_lose_their_disk_rotate_their_key_and_go()
    {
        using var folder = new TemporaryFolder();
        var network = Path.Combine(folder.Path, "network");
        await OkAsync("network", "init", "--dir", network, "--nodes", "4", "--base-port", $"{NodePorts.Find(8)}");
        try
        {
            await OkAsync("network", "start", "--dir", network);
            await OkAsync("network", "add-node", "--dir", network, "node5", "--organisation", "cell1");
            await OkAsync("network", "start", "--dir", network, "--node", "node5");
            Assert.False(Votes(await StatusAsync(network), "node5"));
            foreach (var cell in new[] { "cell1", "cell2", "cell3" })
            {
                await OkAsync("validator", "add", "--dir", network, "--as", $"{cell}/admin", "node5");
            }

            await UntilAsync(network, "node5 votes", nodes => Votes(nodes, "node5") && AgreeOnEpoch(nodes, 1));

            await OkAsync("network", "stop", "--dir", network, "--node", "node4");
            Directory.Delete(Path.Combine(network, "cell4", "node", "data"), recursive: true);
            TakeSnapshotsEarly(Path.Combine(network, "cell4", "node", "node.json"));
            await OkAsync("network", "start", "--dir", network, "--node", "node4");
            await UntilAsync(network, "node4 votes again", nodes => Votes(nodes, "node4") && AgreeOnEpoch(nodes, 161));
            Assert.Contains("a snapshot at height", LogBelow(Path.Combine(network, "cell4")));

            await OkAsync("validator", "rotate", "--dir", network, "node3", "--prepare");
            await OkAsync("network", "stop", "--dir", network, "--node", "node3");
            await OkAsync("network", "start", "--dir", network, "--node", "node3");
            await OkAsync("validator", "rotate", "--dir", network, "node3");
            await UntilAsync(network, "node3 votes with its new key", nodes => Votes(nodes, "node3") && AgreeOnEpoch(nodes, 321));

            foreach (var cell in new[] { "cell2", "cell3", "cell4" })
            {
                await OkAsync("validator", "remove", "--dir", network, "--as", $"{cell}/admin", "node1");
            }

            await UntilAsync(
                network, "node1 is out", nodes => !Votes(nodes, "node1") && Votes(nodes, "node5") && AgreeOnEpoch(nodes, 481));
        }
        finally
        {
            await LedgerCommand.RunAsync("network", "stop", "--dir", network);
        }

        var genesis = Path.Combine(network, "genesis.json");
        foreach (var home in new[] { "cell1/node", "cell2/node", "cell3/node", "cell4/node", "cell1/nodes/node5" })
        {
            await OkAsync("verify", Path.Combine(network, home, "data"), "--genesis", genesis);
        }
    }

    private static async Task<string> OkAsync(params string[] command)
    {
        var result = await LedgerCommand.RunAsync(command);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', command)}: {result.All}");
        return result.Output;
    }

    private static async Task<JsonArray> StatusAsync(string network)
    {
        // Status 1 says that a node does not answer yet; what the others say counts.
        var result = await LedgerCommand.RunAsync("network", "status", "--dir", network, "--json");
        return JsonNode.Parse(result.Output)!.AsArray();
    }

    private static async Task UntilAsync(string network, string what, Func<JsonArray, bool> holds)
    {
        var began = Stopwatch.GetTimestamp();
        JsonArray nodes;
        do
        {
            nodes = await StatusAsync(network);
        }
        while (!holds(nodes) && Stopwatch.GetElapsedTime(began) < Bound);
        Assert.True(holds(nodes), $"not within {Bound}: {what}: {nodes.ToJsonString()}");
    }

    private static bool Votes(JsonArray nodes, string name) =>
        nodes.FirstOrDefault(node => (string?)node!["name"] == name)?["votes"]?.GetValue<bool>() ?? false;

    /// <summary>Whether all are in one epoch that begins at or above a height, with no change to come.</summary>
    private static bool AgreeOnEpoch(JsonArray nodes, ulong least)
    {
        var epochs = nodes.Select(node => node!["epochBase"]?.GetValue<ulong>()).Distinct().ToList();
        return epochs is [{ } only] && only + 1 >= least && only > 0 &&
            nodes.All(node => node!["epochEnd"]?.GetValue<ulong>() is null or 0);
    }

    /// <summary>The node's log; RocksDB's files have the same ending.</summary>
    private static string LogBelow(string folder) => string.Concat(
        Directory.EnumerateFiles(folder, "*.log", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) != "data").Select(File.ReadAllText));

    private static void TakeSnapshotsEarly(string configuration)
    {
        var json = JsonNode.Parse(File.ReadAllText(configuration))!;
        json["snapshotGapBlocks"] = 50;
        File.WriteAllText(configuration, json.ToJsonString());
    }
}
