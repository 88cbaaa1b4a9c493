using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Client;

namespace Ledger.EndToEnd.Tests.Evidence;

/// <summary>
/// Issue 4: proofs of the demo's own transactions and values, checked offline by the command and by a program in another
/// language.
/// </summary>
[Collection(DemoCollection.Name)]
public sealed class ProofTests(DemoNetwork network)
{
    [Fact]
    public async Task The_independent_checker_is_here()
    {
        Assert.SkipUnless(
            await Prover.HasIndependentAsync(), "python3 or libsodium is not installed: proofs are checked by one program only");
    }

    [Fact]
    public async Task A_transaction_of_the_demo_is_proven_and_no_change_of_it_passes()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "receipt.json");
        var head = (ulong)JsonNode.Parse(await Prover.OkAsync("block", "show", "latest", "--dir", network.Directory, "--json"))!["height"]!;
        string[] ids = [];
        for (var height = head; ids.Length == 0; height--)
        {
            ids = await Prover.TransactionsAsync(network.Directory, height);
        }

        await Prover.SaveAsync(file, "prove", "tx", ids[^1], "--dir", network.Directory);
        var said = await Prover.CheckAsync(file, network.Genesis);

        Assert.Equal(ids[^1], (string?)said["outcome"]!["transactionId"]);
        await Prover.RefusesChangesAsync(file, network.Genesis, folder.Path);
        await Prover.FailsAsync("no block that is kept here", "prove", "tx", new string('0', 64), "--dir", network.Directory);
    }

    [Fact]
    public async Task A_wallet_of_the_demo_is_proven_with_its_history()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "value.json");
        string[] key = ["wallet", "account", "cell1/home-01"];
        await Prover.SaveAsync(file, ["prove", "state", .. key, "--dir", network.Directory]);
        var said = await Prover.CheckAsync(file, network.Genesis);
        Assert.True((bool)said["found"]!);
        await Prover.RefusesChangesAsync(file, network.Genesis, folder.Path);

        var history = await Prover.OkAsync(["history", .. key, "--dir", network.Directory, "--json"]);
        var versions = history.TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        Assert.NotEmpty(versions);
        Assert.All(versions, v => Assert.True((bool)v["confirmed"]! || (ulong)v["height"]! == 0, v.ToJsonString()));
        Assert.Contains("versions; block", await Prover.OkAsync(["history", .. key, "--dir", network.Directory]), StringComparison.Ordinal);

        foreach (var version in versions.TakeLast(3))
        {
            var height = (ulong)version["height"]!;
            await Prover.SaveAsync(file, ["prove", "state", .. key, "--height", $"{height}", "--dir", network.Directory]);
            var then = await Prover.CheckAsync(file, network.Genesis);
            Assert.Equal((height, (string?)version["value"]), ((ulong)then["height"]!, (string?)then["value"]));
        }

        var absent = Path.Combine(folder.Path, "absent.json");
        await Prover.SaveAsync(absent, "prove", "state", "wallet", "account", "cell1/nobody", "--dir", network.Directory);
        Assert.False((bool)(await Prover.CheckAsync(absent, network.Genesis))["found"]!);
        await Prover.FailsAsync(
            "there is no block 999999 yet", "prove", "state", "wallet", "account", "x", "--height", "999999", "--dir", network.Directory);
    }

    [Fact]
    public async Task All_wallets_of_the_demo_are_listed_with_proofs_and_enough_nodes_agree()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var connection = LocalNetwork.Load(network.Directory).Connect("cell1/home-01");
        var prefix = new StateKeyBuilder().Text("account").ToArray();

        var range = await connection.Client.RangeQuorumAsync("wallet", prefix, cancellation: cancellation);

        Assert.InRange(range.Nodes.Count, 2, 4);
        Assert.Single(range.Entries.Select(e => e.Header.Height).Distinct());
        var home = Assert.Single(range.Entries, e => e.Key.Span.SequenceEqual(
            new StateKeyBuilder().Text("account").Text("cell1/home-01").ToArray()));
        var read = await connection.Client.QueryAsync("wallet", home.Key, cancellation: cancellation);
        Assert.Equal(read.Value, home.Value.Value);
        Assert.True(range.Entries.Count >= 8, $"only {range.Entries.Count} wallets");
    }
}
