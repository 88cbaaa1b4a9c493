using System.Globalization;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Ledger.Primitives;
using Ledger.Protocol.V1;
using Receipt = Ledger.Protocol.V1.Receipt;

namespace Ledger.Node.Tests.Gateway;

/// <summary>What a node tells of a key's history, of ranges and of heights, and how it says that something was pruned.</summary>
public sealed class ReadingTests
{
    [Fact]
    public async Task AHistoryNamesEachWrite()
    {
        using var ledger = new StoredLedger();
        var first = ledger.Commit(("wallet\0a", "1"), ("wallet\0b", "2"));
        var second = ledger.Commit(("wallet\0b", "3"));
        ledger.Commit(("wallet\0c", "4"));
        ledger.Commit(("wallet\0b", null));

        var page = Assert.Single(await HistoryAsync(ledger, "b"));

        Assert.Null(page.Next);
        Assert.Equal(0UL, page.LowestHistory);
        Assert.Equal([(1UL, 1U), (2, 0), (4, 0)], page.Versions.Select(v => (v.Height, v.TransactionIndex)));
        Assert.Equal(["2", "3", ""], page.Versions.Select(v => v.Value.ToStringUtf8()));
        Assert.Equal([false, false, true], page.Versions.Select(v => v.Removed));
        Assert.Equal(["cell1/home-1", "cell1/home-0", "cell1/home-0"], page.Versions.Select(v => v.Account));
        Assert.Equal([1000UL, 2000, 4000], page.Versions.Select(v => v.TimeMilliseconds));
        Assert.Equal(first[1].ToArray(), page.Versions[0].TransactionId.ToByteArray());
        Assert.Equal(second[0].ToArray(), page.Versions[1].TransactionId.ToByteArray());
        Assert.Empty(Assert.Single(await HistoryAsync(ledger, "absent")).Versions);
    }

    [Fact]
    public async Task AHistoryGoesOnAtItsCursor()
    {
        using var ledger = new StoredLedger();
        var blocks = NodeLimits.HistoryVersionsMax + 3;
        for (var i = 1; i <= blocks; i++)
        {
            ledger.Commit(("wallet\0k", i.ToString(CultureInfo.InvariantCulture)));
        }

        var pages = await HistoryAsync(ledger, "k");
        var rest = await HistoryAsync(ledger, "k", pages[^1].Next);

        Assert.All(pages, p => Assert.InRange(p.Versions.Count, 1, NodeLimits.PageEntriesMax));
        Assert.Equal((ulong)NodeLimits.HistoryVersionsMax + 1, pages[^1].Next.Height);
        Assert.Equal(
            Enumerable.Range(1, blocks).Select(i => (ulong)i),
            pages.Concat(rest).SelectMany(p => p.Versions).Select(v => v.Height));
        Assert.Null(rest[^1].Next);
    }

    [Fact]
    public async Task WhatWasPrunedIsSaid()
    {
        using var ledger = new StoredLedger();
        var first = ledger.Commit(("wallet\0a", "1"));
        for (var i = 2; i <= 8; i++)
        {
            ledger.Commit(("wallet\0a", i.ToString(CultureInfo.InvariantCulture)));
        }

        ledger.Store.PruneBlocks(new SequenceNumber(5), validityWindow: 2);
        ledger.Store.PruneHistory(new SequenceNumber(3));
        var page = Assert.Single(await HistoryAsync(ledger, "a"));

        Assert.Equal(3UL, page.LowestHistory);
        Assert.Equal([3UL, 4, 5, 6, 7, 8], page.Versions.Select(v => v.Height));
        Assert.Equal([true, true, false, false, false, false], page.Versions.Select(v => v.TransactionId.IsEmpty));
        Assert.Equal(3000UL, page.Versions[0].TimeMilliseconds);
        var refused = await Assert.ThrowsAsync<RpcException>(() => ReceiptAsync(ledger, first[0]));
        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
        Assert.Contains("pruned below 5", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStoredReceiptIsGivenAndAnUnknownOneIsNotWaitedFor()
    {
        using var ledger = new StoredLedger();
        var ids = ledger.Commit(("wallet\0a", "1"), ("wallet\0b", "2"));

        var receipt = await ReceiptAsync(ledger, ids[1]);
        var refused = await Assert.ThrowsAsync<RpcException>(() => ReceiptAsync(ledger, Digest.Of("unknown"u8)));

        Assert.Equal((1UL, 1U), (receipt.Height, receipt.Index));
        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
        Assert.DoesNotContain("pruned", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARangeIsProvenUnderOneHeaderWhateverIsCommittedMeanwhile()
    {
        using var ledger = new StoredLedger();
        (string, string?)[] writes = [.. Enumerable.Range(0, 600).Select(i => ($"wallet\0k{i:d3}", (string?)$"{i}"))];
        ledger.Commit([.. writes, ("wallet\0x", "x"), ("wallets\0k000", "y"), ("walle\0k000", "z")]);
        var stream = new CollectingStream<RangeResponse> { BeforeWrite = () => ledger.Commit(("wallet\0k000a", "late")) };

        await ledger.Service.Range(Request("k"), stream, new CallStub());

        var header = BlockHeader.TryDecode(stream.Messages[0].Header.Header.Span)!;
        Assert.Equal(1UL, header.Height.Value);
        Assert.Equal(3, stream.Messages.Count);
        Assert.All(stream.Messages[1..], page => Assert.Null(page.Header));
        Assert.All(stream.Messages, page => Assert.False(page.More));
        var entries = stream.Messages.SelectMany(p => p.Entries).ToList();
        Assert.Equal(Enumerable.Range(0, 600).Select(i => $"k{i:d3}"), entries.Select(e => e.Key.ToStringUtf8()));
        foreach (var entry in entries)
        {
            var proof = new Primitives.StateProof([.. entry.Proof.Siblings.Select(s => new Digest(s.Span))], null, default);
            Assert.True(proof.Verify(header.StateRoot, [.. "wallet\0"u8, .. entry.Key.Span], entry.Value.ToByteArray()));
        }
    }

    [Fact]
    public async Task ARangeGoesOnBehindAKeyAndCanLeaveValuesOut()
    {
        using var ledger = new StoredLedger();
        ledger.Commit(("wallet\0a", "1"), ("wallet\0b", "2"), ("wallet\0ba", "3"), ("wallet\0c", "4"));
        var stream = new CollectingStream<RangeResponse>();
        var request = Request("");
        request.After = ByteString.CopyFromUtf8("b");
        request.KeysOnly = true;

        await ledger.Service.Range(request, stream, new CallStub());

        var entries = Assert.Single(stream.Messages).Entries;
        Assert.Equal(["ba", "c"], entries.Select(e => e.Key.ToStringUtf8()));
        Assert.All(entries, e => Assert.True(e.Value.IsEmpty && e.Proof == null));
    }

    [Fact]
    public async Task TooManyRangesAtOnceAreRefusedAndTheirPlacesComeBack()
    {
        using var ledger = new StoredLedger();
        ledger.Commit(("wallet\0a", "1"));
        var open = 0;
        RpcException? refused = null;
        async Task OpenAsync()
        {
            var stream = new CollectingStream<RangeResponse>();
            stream.BeforeWrite = () =>
            {
                // Opens the next while this one is under way.
                if (++open <= NodeLimits.LongReadsMax)
                {
                    OpenAsync().GetAwaiter().GetResult();
                }
            };
            try
            {
                await ledger.Service.Range(Request("a"), stream, new CallStub());
            }
            catch (RpcException e)
            {
                refused = e;
            }
        }

        await OpenAsync();

        Assert.Equal(StatusCode.ResourceExhausted, refused?.StatusCode);
        refused = null;
        await OpenAsync();
        Assert.Null(refused);
    }

    [Fact]
    public async Task AQueryAtAHeightIsAnsweredOrRefusedWithTheLowest()
    {
        using var ledger = new StoredLedger();
        ledger.Commit(("wallet\0a", "1"));
        ledger.Commit(("wallet\0a", "2"));
        var request = new QueryRequest { Contract = "wallet", Key = ByteString.CopyFromUtf8("a"), Height = 2 };

        var answer = await ledger.Service.Query(request, new CallStub());

        Assert.Equal((2UL, "2"), (answer.Header.Height, answer.Value.ToStringUtf8()));
        request.Height = 1;
        answer = await ledger.Service.Query(request, new CallStub());
        Assert.Equal((1UL, "1"), (answer.Header.Height, answer.Value.ToStringUtf8()));
        request.Height = 3;
        var refused = await Assert.ThrowsAsync<RpcException>(() => ledger.Service.Query(request, new CallStub()));
        Assert.Equal(StatusCode.OutOfRange, refused.StatusCode);
        Assert.Contains("the last is 2", refused.Status.Detail, StringComparison.Ordinal);

        // Proofs of old states go with the history of keys.
        ledger.Commit(("wallet\0a", "3"));
        ledger.Store.PruneHistory(new SequenceNumber(2));
        request.Height = 1;
        refused = await Assert.ThrowsAsync<RpcException>(() => ledger.Service.Query(request, new CallStub()));
        Assert.Equal(StatusCode.OutOfRange, refused.StatusCode);
        Assert.Contains("the lowest that can is 2", refused.Status.Detail, StringComparison.Ordinal);
    }

    private static RangeRequest Request(string prefix) =>
        new() { Contract = "wallet", Prefix = ByteString.CopyFrom(Encoding.UTF8.GetBytes(prefix)) };

    private static async Task<List<HistoryResponse>> HistoryAsync(StoredLedger ledger, string key, HistoryCursor? from = null)
    {
        var stream = new CollectingStream<HistoryResponse>();
        var request = new HistoryRequest { Contract = "wallet", Key = ByteString.CopyFromUtf8(key), From = from };
        await ledger.Service.History(request, stream, new CallStub());
        return stream.Messages;
    }

    private static Task<Receipt> ReceiptAsync(StoredLedger ledger, Digest id) => ledger.Service.GetReceipt(
        new ReceiptRequest { TransactionId = ByteString.CopyFrom(id.AsSpan()), Stored = true }, new CallStub());
}
