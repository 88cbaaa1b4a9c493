using System.Diagnostics;
using System.Text.Json.Nodes;
using Ledger.EndToEnd.Tests.Chaos;

namespace Ledger.EndToEnd.Tests.Evidence;

/// <summary>A proof from behind a change of the validators needs nothing but genesis; a stopped node's directory gives it too.</summary>
[Collection(ChaosCollection.Name)]
public sealed class EpochProofTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_transaction_behind_a_change_of_the_validators_is_proven_from_genesis()
    {
        using var folder = new TemporaryFolder();
        var network = Path.Combine(folder.Path, "network");
        var genesis = Path.Combine(network, "genesis.json");
        await Prover.OkAsync("network", "init", "--dir", network, "--nodes", "4", "--base-port", $"{NodePorts.Find(8)}");
        string id;
        try
        {
            await Prover.OkAsync("network", "start", "--dir", network);
            await Prover.OkAsync("network", "add-node", "--dir", network, "node5", "--organisation", "cell1");
            await Prover.OkAsync("network", "start", "--dir", network, "--node", "node5");
            foreach (var cell in new[] { "cell1", "cell2", "cell3" })
            {
                await Prover.OkAsync("validator", "add", "--dir", network, "--as", $"{cell}/admin", "node5");
            }

            await UntilNode5VotesAsync(network);
            var removal = JsonNode.Parse(await Prover.OkAsync(
                "validator", "remove", "--dir", network, "--as", "cell2/admin", "node1", "--json"))!;
            id = (string)removal["transactionId"]!;
            var file = Path.Combine(folder.Path, "online.json");
            await Prover.SaveAsync(file, "prove", "tx", id, "--dir", network);
            Assert.Equal(1, (int)(await Prover.CheckAsync(file, genesis))["epochs"]!);
            await Prover.RefusesChangesAsync(file, genesis, folder.Path);
        }
        finally
        {
            await LedgerCommand.RunAsync("network", "stop", "--dir", network);
        }

        var data = Path.Combine(network, "cell3", "node");
        var offline = Path.Combine(folder.Path, "offline.json");
        await Prover.SaveAsync(offline, "prove", "tx", id, "--data", data);
        Assert.Equal(id, (string?)(await Prover.CheckAsync(offline, genesis))["outcome"]!["transactionId"]);
        await Prover.SaveAsync(offline, "prove", "state", "membership", "raw:schedule", "hex:00", "--data", data);
        Assert.True((bool)(await Prover.CheckAsync(offline, genesis))["found"]!);
    }

    private static async Task UntilNode5VotesAsync(string network)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var status = await LedgerCommand.RunAsync("network", "status", "--dir", network, "--json");
            var votes = JsonNode.Parse(status.Output)!.AsArray().Count(n => (n!["epochBase"]?.GetValue<ulong>() ?? 0) > 0);
            if (votes == 5)
            {
                return;
            }

            Assert.True(Stopwatch.GetElapsedTime(began) < Bound, status.All);
        }
    }
}
