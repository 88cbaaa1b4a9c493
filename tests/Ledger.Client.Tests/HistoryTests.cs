using System.Text;
using Google.Protobuf;
using Ledger.Client.Tests.Harness;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client.Tests;

/// <summary>Of a key's history the client checks what can be checked.</summary>
public sealed class HistoryTests(Consortium consortium) : IClassFixture<Consortium>
{
    private const string Key = "wallet\0alice";

    private static readonly byte[] Newest = [3];
    private static readonly TinyState State = new((Key, Newest), ("wallet\0bob", [4]));

    [Fact]
    public async Task VersionsAreConfirmedPageByPageAndCallByCall()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var chain = Serve(node);
        node.OnHistory = request => request.From == null
            ? [Page(null, Genesis()), Page(Cursor(2), Version(chain[0], [1]))]
            : [Page(null, Version(chain[1], null), Version(chain[2], Newest), Version(chain[5], [9]))];

        Assert.DoesNotContain(await ReadAsync(client, confirm: false), v => v.IsConfirmed);
        var versions = await ReadAsync(client);

        Assert.Equal([0UL, 1, 2, 3, 6], versions.Select(v => v.Height.Value));
        Assert.Equal([false, true, true, true, true], versions.Select(v => v.IsConfirmed));
        Assert.Null(versions[2].Value);
        Assert.All(versions[1..], v => Assert.Equal(Consortium.DeviceAccount, v.Account));
    }

    [Fact]
    public async Task AHistoryThatDoesNotEndWithTheProvenValueIsRefused()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var chain = Serve(node);
        foreach (var versions in new Wire.KeyVersion[][] { [], [Version(chain[0], [1])], [Version(chain[2], null)] })
        {
            node.OnHistory = _ => [Page(null, versions)];
            await RefusedAsync(client, "does not end with the value");
        }

        // What came with a snapshot has no version, and the node says so.
        node.OnHistory = _ => [new Wire.HistoryResponse { LowestHistory = 4 }];
        Assert.Empty(await ReadAsync(client));
    }

    [Fact]
    public async Task ATransactionThatIsNotThereIsRefused()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var chain = Serve(node);
        var another = Version(chain[2], Newest);
        another.TransactionId = ByteString.CopyFrom(chain[1].Batch.Transactions[0].Id.AsSpan());
        var someone = Version(chain[2], Newest);
        someone.Account = "cell2/home-2";
        var later = Version(chain[2], Newest);
        later.TimeMilliseconds++;
        foreach (var version in new[] { another, someone, later })
        {
            node.OnHistory = _ => [Page(null, version)];
            await RefusedAsync(client, "does not hold what the history names");
        }
    }

    [Fact]
    public async Task VersionsOutOfOrderAndACursorThatStandsStillAreRefused()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var chain = Serve(node);
        node.OnHistory = _ => [Page(null, Version(chain[2], Newest), Version(chain[1], [1]))];
        await RefusedAsync(client, "out of order");
        node.OnHistory = _ => [Page(Cursor(3), Version(chain[2], Newest))];
        await RefusedAsync(client, "does not get on");
    }

    private static async Task<List<KeyVersion>> ReadAsync(LedgerClient client, bool confirm = true)
    {
        var versions = new List<KeyVersion>();
        await foreach (var page in client.HistoryAsync("wallet", Encoding.UTF8.GetBytes("alice"), confirm))
        {
            versions.AddRange(page.Versions);
        }

        return versions;
    }

    private static async Task RefusedAsync(LedgerClient client, string words)
    {
        var refused = await Assert.ThrowsAsync<LedgerException>(() => ReadAsync(client));
        Assert.Equal(LedgerError.Unproven, refused.Code);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private static Wire.HistoryResponse Page(Wire.HistoryCursor? next, params Wire.KeyVersion[] versions) =>
        new() { Versions = { versions }, Next = next };

    private static Wire.HistoryCursor Cursor(ulong height) => new() { Height = height };

    private static Wire.KeyVersion Genesis() => new() { Value = ByteString.CopyFrom(0) };

    private static Wire.KeyVersion Version(Block block, byte[]? value) => new()
    {
        Height = block.Header.Height.Value,
        Removed = value == null,
        Value = ByteString.CopyFrom(value ?? []),
        TransactionId = ByteString.CopyFrom(block.Batch.Transactions[0].Id.AsSpan()),
        Account = Consortium.DeviceAccount,
        TimeMilliseconds = block.Header.TimeMilliseconds,
    };

    private List<Block> Serve(FakeNode node)
    {
        var chain = consortium.Chain(6);
        node.Serve(chain);
        node.OnQuery = _ => State.Answer(consortium, Key, Newest, height: 4);
        return chain;
    }
}
