using Google.Protobuf;
using Grpc.Core;
using Ledger.Client.Tests.Harness;
using Ledger.Primitives;
using Ledger.Protocol.V1;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client.Tests;

/// <summary>Blocks and events: verified, in order, resumed after a loss.</summary>
public sealed class StreamTests(Consortium consortium) : IClassFixture<Consortium>
{
    [Fact]
    public async Task BlocksAreVerifiedOneAfterAnother()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var chain = consortium.Chain(5);
        node.Serve(chain);

        var blocks = await CollectAsync(client.BlocksAsync(default, toHeight: 5));
        var tail = await CollectAsync(client.BlocksAsync(new SequenceNumber(3), toHeight: 4));

        Assert.Equal(chain.Select(b => b.Header.Hash), blocks.Select(b => b.Header.Hash));
        Assert.Equal([3UL, 4UL], tail.Select(b => b.Header.Height.Value));
    }

    [Fact]
    public async Task BlocksGoOnWhereTheyWereAfterALoss()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var chain = consortium.Chain(6);
        var asked = new List<ulong>();
        node.OnBlocks = async (request, responses) =>
        {
            asked.Add(request.FromHeight);
            foreach (var block in chain.Skip((int)request.FromHeight - 1).Take(2))
            {
                await responses.WriteAsync(FakeNode.Message(block));
            }

            throw FakeNode.Refusal(StatusCode.Unavailable);
        };

        var blocks = await CollectAsync(client.BlocksAsync(default).Take(6));

        Assert.Equal(chain.Select(b => b.Header.Hash), blocks.Select(b => b.Header.Hash));
        Assert.Equal([1UL, 3UL, 5UL], asked);
    }

    [Fact]
    public async Task ANodeThatKeepsEndingTheStreamIsGivenUp()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var calls = 0;
        node.OnBlocks = (_, _) =>
        {
            calls++;
            return Task.CompletedTask;
        };

        var lost = await Assert.ThrowsAsync<LedgerException>(() => CollectAsync(client.BlocksAsync(default)));

        Assert.Equal(LedgerError.Unavailable, lost.Code);
        Assert.Equal(4, calls);
    }

    [Fact]
    public async Task ABlockThatDoesNotFollowIsRefused()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var chain = consortium.Chain(3);
        var header = chain[1].Header with { PreviousHash = Digest.Of("elsewhere"u8) };
        chain[1] = chain[1] with { Header = header, Certificate = consortium.Certify(header) };
        node.Serve(chain);

        var refused = await Assert.ThrowsAsync<LedgerException>(() => CollectAsync(client.BlocksAsync(default, 3)));

        Assert.Equal(LedgerError.Unproven, refused.Code);
        Assert.Contains("does not follow", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AChangedBlockIsRefused()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var good = consortium.Chain(1)[0];
        var lie = FakeNode.Receipt(good.Batch.Transactions[0].Id, "never").Encode();
        Block[] bad =
        [
            good with { Receipts = [lie] },
            good with { Batch = new Batch(good.Batch.TimeMilliseconds, [consortium.Sign(77)]) },
            good with { Certificate = consortium.Certify(good.Header, votes: 2) },
            good with { Header = good.Header with { StateRoot = Digest.Of("mine"u8) } },
        ];
        foreach (var block in bad)
        {
            node.Serve([block]);
            var refused = await Assert.ThrowsAsync<LedgerException>(() => client.GetBlockAsync(new SequenceNumber(1)));
            Assert.Equal(LedgerError.Unproven, refused.Code);
        }

        node.OnBlocks = async (_, responses) => await responses.WriteAsync(FakeNode.Message(good));
        var other = await Assert.ThrowsAsync<LedgerException>(() => client.GetBlockAsync(new SequenceNumber(2)));
        Assert.Equal(LedgerError.Unproven, other.Code);
    }

    [Fact]
    public async Task EventsResumeFromTheCursorBehindTheLastOne()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var asked = new List<Wire.EventCursor>();
        node.OnEvents = async (request, responses) =>
        {
            asked.Add(request.From);
            Assert.Equal(("wallet", "transferred"), (request.Contract, request.Name));
            var index = asked.Count == 1 ? 0U : request.From.EventIndex;
            await responses.WriteAsync(Event(4, index));
            await responses.WriteAsync(Event(4, index + 1));
            throw FakeNode.Refusal(StatusCode.Unavailable);
        };

        var events = await CollectAsync(
            client.EventsAsync(EventCursor.AtHeight(2), new EventFilter("wallet", "transferred")).Take(4));

        Assert.Equal([0, 1, 2, 3], events.Select(e => e.Position.EventIndex));
        Assert.Equal((2UL, 0U), (asked[0].Height, asked[0].EventIndex));
        Assert.Equal((4UL, 2U), (asked[1].Height, asked[1].EventIndex));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    public async Task AnEventBeforeTheCursorOrTwiceIsRefused(ulong height, uint index)
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnEvents = async (_, responses) =>
        {
            await responses.WriteAsync(Event(4, 1));
            await responses.WriteAsync(Event(height, index));
        };

        var refused = await Assert.ThrowsAsync<LedgerException>(
            () => CollectAsync(client.EventsAsync(EventCursor.AtHeight(4), new EventFilter(ToHeight: 9))));

        Assert.Equal(LedgerError.Unproven, refused.Code);
    }

    [Fact]
    public async Task AnEventThatWasNotAskedForIsRefused()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnEvents = (_, responses) => responses.WriteAsync(Event(4, 1));

        var refused = await Assert.ThrowsAsync<LedgerException>(
            () => CollectAsync(client.EventsAsync(default, new EventFilter("market"))));

        Assert.Equal(LedgerError.Unproven, refused.Code);
    }

    private static EventResponse Event(ulong height, uint index) => new()
    {
        Event = new Wire.Event { Contract = "wallet", Name = "transferred" },
        TransactionId = ByteString.CopyFrom(new byte[32]),
        Position = new Wire.EventCursor { Height = height, EventIndex = index },
        Next = new Wire.EventCursor { Height = height, EventIndex = index + 1 },
    };

    private static async Task<List<T>> CollectAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }
}
