using System.Text;
using Google.Protobuf;
using Ledger.Client.Tests.Harness;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client.Tests;

/// <summary>All keys under a prefix: each proven, and none left out as far as f+1 nodes agree.</summary>
public sealed class RangeTests(Consortium consortium) : IClassFixture<Consortium>
{
    private static readonly (string Key, byte[] Value)[] Entries = [("a", [1]), ("b", [2]), ("c", []), ("d", [4])];
    private static readonly TinyState State = new([.. Entries.Select(e => ("wallet\0" + e.Key, e.Value)), ("market\0x", [5])]);

    [Fact]
    public async Task EntriesAreProvenOverPagesAndCalls()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnRange = request => request.After.IsEmpty
            ? [Page(9, false, "a"), Page(null, true, "b")]
            : [Page(10, false, [.. new[] { "c", "d" }.Where(k => string.CompareOrdinal(k, request.After.ToStringUtf8()) > 0)])];

        var entries = await ReadAsync(client);

        Assert.Equal(["a", "b", "c", "d"], entries.Select(e => Encoding.UTF8.GetString(e.Key.Span)));
        Assert.Equal(Entries.Select(e => e.Value), entries.Select(e => e.Value.Value!));
        Assert.Equal([9UL, 9, 10, 10], entries.Select(e => e.Header.Height.Value));
    }

    [Fact]
    public async Task WhatIsNotProvenOrNotInOrderIsRefused()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var other = Page(9, false, "a");
        other.Entries[0].Value = ByteString.CopyFrom(7);
        var few = Page(9, false, "a");
        few.Header.Certificate.Votes.RemoveAt(0);
        var headless = Page(null, false, "a");
        (string Words, Wire.RangeResponse[] Pages)[] answers =
        [
            ("this value", [other]), ("quorum", [few]), ("malformed", [headless]), ("out of order", [Page(9, false, "b", "a")]),
            ("out of order", [Page(9, false, "a", "a")]), ("out of order", [Page(9, false, "a"), Page(null, false, "a")]),
        ];
        foreach (var (words, pages) in answers)
        {
            node.OnRange = _ => pages;
            await RefusedAsync(() => ReadAsync(client), words);
        }

        node.OnRange = _ => [Page(9, false, "a")];
        await RefusedAsync(() => ReadAsync(client, "b"), "not asked for");
        node.OnRange = request => [Page(9, true, request.After.IsEmpty ? ["a"] : [])];
        await RefusedAsync(() => ReadAsync(client), "does not get on");
        await ReadAfterNewsAsync(node, client);
    }

    [Fact]
    public async Task AListIsCompleteWhenOneHonestNodeAgrees()
    {
        await using var first = await FakeNode.StartAsync(consortium);
        await using var second = await FakeNode.StartAsync(consortium, consortium.Nodes[1]);
        await using var third = await FakeNode.StartAsync(consortium, consortium.NoValidator);
        await using var client = LedgerClient.Connect(consortium.Options(first, second, third));
        var all = Entries.Select(e => e.Key).ToArray();
        first.OnRange = _ => [Page(9, false, all)];
        var asked = 0;

        // One block behind in the first round; and a node without a vote has no voice.
        second.OnRange = request => [Keys(request, ++asked == 1 ? all[..3] : all)];
        third.OnRange = request => [Keys(request, all)];

        var range = await client.RangeQuorumAsync("wallet", default);

        Assert.Equal(2, asked);
        Assert.Equal(4, range.Entries.Count);
        Assert.Equal(["cell1/node1", "cell2/node2"], range.Nodes.Order(StringComparer.Ordinal));

        first.OnRange = _ => [Page(9, false, "a", "b", "d")];
        var refused = await Assert.ThrowsAsync<LedgerException>(() => client.RangeQuorumAsync("wallet", default));
        Assert.Equal(LedgerError.Disagreement, refused.Code);
        refused = await Assert.ThrowsAsync<LedgerException>(() => client.RangeQuorumAsync("wallet", default, entriesMax: 2));
        Assert.Equal(LedgerError.InvalidArgument, refused.Code);
    }

    private static async Task<List<ProvenEntry>> ReadAsync(LedgerClient client, string prefix = "")
    {
        var entries = new List<ProvenEntry>();
        await foreach (var entry in client.RangeAsync("wallet", Encoding.UTF8.GetBytes(prefix)))
        {
            entries.Add(entry);
        }

        return entries;
    }

    private static async Task RefusedAsync(Func<Task> read, string words)
    {
        var refused = await Assert.ThrowsAsync<LedgerException>(read);
        Assert.Equal(LedgerError.Unproven, refused.Code);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A range from further back than what was seen certified before is refused.</summary>
    private async Task ReadAfterNewsAsync(FakeNode node, LedgerClient client)
    {
        node.OnRange = _ => [Page(20, false, "a")];
        Assert.Single(await ReadAsync(client));
        node.OnRange = _ => [Page(19, false, "a")];
        await RefusedAsync(() => ReadAsync(client), "older than block 20");
    }

    private Wire.RangeResponse Keys(Wire.RangeRequest request, string[] keys)
    {
        Assert.True(request.KeysOnly);
        var page = Page(9, false, keys);
        foreach (var entry in page.Entries)
        {
            (entry.Value, entry.Proof) = (ByteString.Empty, null);
        }

        return page;
    }

    private Wire.RangeResponse Page(ulong? height, bool more, params string[] keys)
    {
        var page = new Wire.RangeResponse { More = more };
        foreach (var key in keys)
        {
            var value = Entries.Single(e => e.Key == key).Value;
            var answer = State.Answer(consortium, "wallet\0" + key, value, height ?? 9);
            page.Entries.Add(new Wire.RangeEntry { Key = ByteString.CopyFromUtf8(key), Value = answer.Value, Proof = answer.Proof });
        }

        page.Header = height is { } at ? State.Answer(consortium, "wallet\0a", [1], at).Header : null;
        return page;
    }
}
