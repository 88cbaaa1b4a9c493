using Grpc.Core;
using Ledger.Client.Tests.Harness;
using Ledger.Primitives;
using Ledger.Protocol.V1;

namespace Ledger.Client.Tests;

/// <summary>Many transactions over one stream.</summary>
public sealed class SubmitStreamTests(Consortium consortium) : IClassFixture<Consortium>
{
    private static readonly ContractCall[] Calls = [new("wallet", "transfer", default)];

    [Fact]
    public async Task EveryTransactionGetsItsOwnReceipt()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnStream = AnswerAllAsync;
        await using var stream = client.OpenSubmitStream(inFlightMax: 16);
        var open = new List<(Digest Id, Task<TransactionReceipt> Receipt)>();
        for (var i = 0; i < 300; i++)
        {
            var transaction = await client.SignAsync(Calls);
            open.Add((transaction.Id, await stream.SubmitAsync(transaction)));
        }

        await stream.CompleteAsync();

        foreach (var (id, receipt) in open)
        {
            Assert.True(receipt.IsCompletedSuccessfully);
            Assert.Equal(id, (await receipt).TransactionId);
        }

        Assert.Equal(1, node.StatusCalls);
    }

    [Fact]
    public async Task NoMoreAreInFlightThanAllowed()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var release = new TaskCompletionSource();
        node.OnStream = async (requests, responses, context) =>
        {
            await release.Task.WaitAsync(FakeNode.Bound);
            await AnswerAllAsync(requests, responses, context);
        };
        await using var stream = client.OpenSubmitStream(inFlightMax: 4);
        for (var i = 0; i < 4; i++)
        {
            await stream.SubmitAsync(Calls);
        }

        var fifth = stream.SubmitAsync(Calls).AsTask();
        Assert.False(fifth.IsCompleted);
        release.SetResult();
        var receipt = await await fifth.WaitAsync(FakeNode.Bound);

        Assert.True(receipt.IsOk);
    }

    [Fact]
    public async Task ARefusalConcernsOneTransactionOnly()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnStream = async (requests, responses, context) =>
        {
            await requests.MoveNext(context.CancellationToken);
            await responses.WriteAsync(new SubmitResponse
            {
                Tag = requests.Current.Tag, RefusalCode = (uint)StatusCode.PermissionDenied, Refusal = "a load offers nothing",
            });
            await AnswerAllAsync(requests, responses, context);
        };
        await using var stream = client.OpenSubmitStream();
        var first = await stream.SubmitAsync(Calls);
        var second = await stream.SubmitAsync(Calls);

        var refused = await Assert.ThrowsAsync<LedgerException>(() => first);

        Assert.Equal(LedgerError.PermissionDenied, refused.Code);
        Assert.Equal("a load offers nothing", refused.Message);
        Assert.NotNull(refused.TransactionId);
        Assert.True((await second.WaitAsync(FakeNode.Bound)).IsOk);
    }

    [Fact]
    public async Task WhenTheStreamBreaksTheOutcomeIsOpenAndNothingHangs()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnStream = async (requests, _, context) =>
        {
            await requests.MoveNext(context.CancellationToken);
            await requests.MoveNext(context.CancellationToken);
            throw FakeNode.Refusal(StatusCode.Unavailable, "going down");
        };
        await using var stream = client.OpenSubmitStream(inFlightMax: 2);
        var transaction = await client.SignAsync(Calls);
        var first = await stream.SubmitAsync(transaction);
        var second = await stream.SubmitAsync(Calls);

        var lost = await Assert.ThrowsAsync<LedgerException>(() => first.WaitAsync(FakeNode.Bound));
        await Assert.ThrowsAsync<LedgerException>(() => second.WaitAsync(FakeNode.Bound));
        var late = await Assert.ThrowsAsync<LedgerException>(async () => await stream.SubmitAsync(transaction));

        Assert.Equal((LedgerError.Unavailable, transaction.Id), (lost.Code, lost.TransactionId));
        Assert.Equal(LedgerError.Unavailable, late.Code);
        Assert.True((await client.SubmitAsync(transaction)).IsOk);
    }

    [Fact]
    public async Task AReceiptOfAnotherTransactionBreaksTheStream()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnStream = async (requests, responses, context) =>
        {
            await requests.MoveNext(context.CancellationToken);
            await responses.WriteAsync(new SubmitResponse
            {
                Tag = requests.Current.Tag, Receipt = FakeNode.ReceiptMessage(Digest.Of("other"u8)),
            });
            await requests.MoveNext(context.CancellationToken);
        };
        await using var stream = client.OpenSubmitStream();
        var first = await stream.SubmitAsync(Calls);

        var refused = await Assert.ThrowsAsync<LedgerException>(() => first.WaitAsync(FakeNode.Bound));

        Assert.Equal(LedgerError.Unproven, refused.Code);
        await stream.CompleteAsync().WaitAsync(FakeNode.Bound);
    }

    [Fact]
    public async Task DisposalEndsWhatIsInFlight()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnStream = async (requests, _, context) =>
        {
            while (await requests.MoveNext(context.CancellationToken))
            {
            }
        };
        var stream = client.OpenSubmitStream();
        var open = await stream.SubmitAsync(Calls);

        await stream.DisposeAsync();

        Assert.Equal(LedgerError.Unavailable, (await Assert.ThrowsAsync<LedgerException>(() => open)).Code);
    }

    private static async Task AnswerAllAsync(
        IAsyncStreamReader<SubmitRequest> requests, IServerStreamWriter<SubmitResponse> responses, ServerCallContext context)
    {
        while (await requests.MoveNext(context.CancellationToken))
        {
            var id = Transaction.TryDecode(requests.Current.Transaction.ToByteArray())!.Id;
            await responses.WriteAsync(
                new SubmitResponse { Tag = requests.Current.Tag, Receipt = FakeNode.ReceiptMessage(id) });
        }
    }
}
