using System.Text.Json.Nodes;
using Ledger.EndToEnd.Tests.Evidence;

namespace Ledger.EndToEnd.Tests.Light;

/// <summary>A light node keeps headers and one microgrid's state (L9), and reads them without any node.</summary>
[Collection(DemoCollection.Name)]
public sealed class LightTests(DemoNetwork network)
{
    private static readonly string[] Slot = ["market", "market", "valley"];

    [Fact]
    public async Task A_microgrid_is_kept_with_proofs_and_read_offline()
    {
        using var folder = new TemporaryFolder();
        var store = Path.Combine(folder.Path, "light");
        string[] sync = ["light", "sync", "--dir", network.Directory, "--store", store, "--microgrid", "valley", "--json"];
        var first = JsonNode.Parse(await Prover.OkAsync(sync))!;
        var height = (ulong)first["height"]!;
        Assert.Equal((height, true), ((ulong)first["headersAdded"]!, height > 10));
        var ranges = first["ranges"]!.AsArray();
        Assert.True(ranges.Sum(r => (int)r!["keys"]!) > 20, first.ToJsonString());
        Assert.All(ranges, r => Assert.InRange((ulong)r!["height"]!, 1UL, height));

        // What it holds is what a node proves for the block that it holds it for.
        var kept = JsonNode.Parse(
            await Prover.OkAsync(["light", "get", .. Slot, "--dir", network.Directory, "--store", store, "--json"]))!;
        var now = JsonNode.Parse(await Prover.OkAsync(["query", .. Slot, "--dir", network.Directory, "--json"]))!;
        Assert.Equal((true, (string?)now["value"]), ((bool)kept["found"]!, (string?)kept["value"]));

        // Once more: only what is new, and the same ranges without naming them.
        var second = JsonNode.Parse(
            await Prover.OkAsync("light", "sync", "--dir", network.Directory, "--store", store, "--json"))!;
        Assert.Equal((ulong)second["height"]! - height, (ulong)second["headersAdded"]!);
        Assert.Equal(ranges.Count, second["ranges"]!.AsArray().Count);

        await Prover.FailsAsync(
            "keeps no such keys", "light", "get", "wallet", "account", "cell1/home-01", "--dir", network.Directory, "--store", store);
        await DamageAsync(store);
        await Prover.FailsAsync("is damaged", ["light", "get", .. Slot, "--dir", network.Directory, "--store", store]);
    }

    // One byte in the middle of each range.
    private static async Task DamageAsync(string store)
    {
        foreach (var path in Directory.EnumerateFiles(store, "*.range"))
        {
            var bytes = await File.ReadAllBytesAsync(path);
            bytes[bytes.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(path, bytes);
        }
    }
}
