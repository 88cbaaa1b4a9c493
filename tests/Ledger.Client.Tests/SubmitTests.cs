using Grpc.Core;
using Ledger.Client.Tests.Harness;
using Ledger.Primitives;
using Ledger.Protocol.V1;

namespace Ledger.Client.Tests;

/// <summary>One transaction at a time: what is signed, and that a repetition can never execute twice.</summary>
public sealed class SubmitTests(Consortium consortium) : IClassFixture<Consortium>
{
    private static readonly ContractCall Call = new CallArguments().Text("cell2/home").Long(5).Call("wallet", "transfer");

    [Fact]
    public async Task ASubmissionIsSignedForTheBlocksToComeAndGivesItsReceipt()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));

        var receipt = await client.SubmitAsync([Call, Call], atomic: true);

        var sent = Transaction.TryDecode(Assert.Single(node.Submitted))!;
        Assert.True(sent.VerifySignature(Identity.Ed25519.Instance, consortium.ChainId));
        Assert.Equal(sent.Id, receipt.TransactionId);
        Assert.Equal(Consortium.DeviceAccount, sent.Body.Account);
        Assert.Equal((7UL, 106UL), (sent.Body.ValidFrom, sent.Body.ValidUntil));
        Assert.True(sent.Body.Atomic);
        Assert.Equal(2, sent.Body.Calls.Count);
        Assert.True(receipt.EnsureOk().IsOk);
    }

    [Fact]
    public async Task TheHeightIsLearntFromReceiptsAndAskedAgainOnlyWhenItIsOld()
    {
        var clock = new ManualClock();
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node) with { TimeProvider = clock });
        node.OnSubmit.Enqueue(t => new SubmitResponse { Receipt = FakeNode.ReceiptMessage(t.Id, height: 50) });

        await client.SubmitAsync(Call);
        var second = await client.SignAsync([Call]);
        Assert.Equal(1, node.StatusCalls);
        Assert.Equal(50UL, second.Body.ValidFrom);
        node.Height = 80;
        clock.Advance(TimeSpan.FromSeconds(6));
        var third = await client.SignAsync([Call]);

        Assert.Equal(2, node.StatusCalls);
        Assert.Equal(80UL, third.Body.ValidFrom);
        Assert.NotEqual(second.Id, third.Id);
    }

    [Fact]
    public async Task ALostNodeGetsTheSameBytesAgain()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnSubmit.Enqueue(_ => throw FakeNode.Refusal(StatusCode.Unavailable));
        node.OnSubmit.Enqueue(_ => throw FakeNode.Refusal(StatusCode.Unavailable));

        var receipt = await client.SubmitAsync(Call);

        Assert.True(receipt.IsOk);
        Assert.Equal(3, node.Submitted.Count);
        Assert.All(node.Submitted, bytes => Assert.Equal(node.Submitted[0], bytes));
    }

    [Fact]
    public async Task ANodeThatIsNoValidatorIsLeftForTheNext()
    {
        await using var observer = await FakeNode.StartAsync(consortium);
        await using var validator = await FakeNode.StartAsync(consortium, consortium.Nodes[1]);
        await using var client = LedgerClient.Connect(consortium.Options(observer, validator));
        observer.OnSubmit.Enqueue(_ => throw FakeNode.Refusal(StatusCode.Unavailable, "this node is no validator at present"));

        var first = await client.SubmitAsync(Call);
        var second = await client.SubmitAsync(Call);

        Assert.True(first.IsOk && second.IsOk);
        Assert.Equal(Assert.Single(observer.Submitted), validator.Submitted[0]);
        Assert.Equal(2, validator.Submitted.Count);
    }

    [Fact]
    public async Task TheNextNodeMayBeBehindOrHaveHeardOfItAlready()
    {
        await using var lost = await FakeNode.StartAsync(consortium);
        await using var behind = await FakeNode.StartAsync(consortium, consortium.Nodes[1]);
        await using var third = await FakeNode.StartAsync(consortium, consortium.Nodes[2]);
        await using var client = LedgerClient.Connect(consortium.Options(lost, behind, third));
        lost.OnSubmit.Enqueue(_ => throw FakeNode.Refusal(StatusCode.Unavailable));
        behind.OnSubmit.Enqueue(_ => throw FakeNode.Refusal(StatusCode.FailedPrecondition, "outside its window"));
        third.OnSubmit.Enqueue(_ => throw FakeNode.Refusal(StatusCode.AlreadyExists));

        var receipt = await client.SubmitAsync(Call);

        Assert.True(receipt.IsOk);
        Assert.Equal((1, 1, 1), (lost.Submitted.Count, behind.Submitted.Count, third.Submitted.Count));
        Assert.Equal((0, 1), (behind.ReceiptCalls, third.ReceiptCalls));
    }

    [Fact]
    public async Task TheHeightIsAskedOfTheNextNodeWhenOneIsAway()
    {
        await using var away = await FakeNode.StartAsync(consortium);
        await using var there = await FakeNode.StartAsync(consortium, consortium.Nodes[1]);
        var options = consortium.Options(away, there);
        await away.DisposeAsync();
        await using var client = LedgerClient.Connect(options);

        Assert.True((await client.SubmitAsync(Call)).IsOk);
        Assert.Equal(1, there.StatusCalls);
    }

    [Fact]
    public async Task AlreadyThereAfterARepetitionMeansWaitForTheReceipt()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnSubmit.Enqueue(_ => throw FakeNode.Refusal(StatusCode.Unavailable));
        node.OnSubmit.Enqueue(_ => throw FakeNode.Refusal(StatusCode.AlreadyExists));

        var receipt = await client.SubmitAsync(Call);

        Assert.True(receipt.IsOk);
        Assert.Equal(1, node.ReceiptCalls);
        Assert.Equal(2, node.Submitted.Count);
    }

    [Fact]
    public async Task AlreadyThereAtFirstIsADuplicate()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnSubmit.Enqueue(_ => throw FakeNode.Refusal(StatusCode.AlreadyExists));

        var refused = await Assert.ThrowsAsync<LedgerException>(() => client.SubmitAsync(consortium.Sign(1)));

        Assert.Equal(LedgerError.Duplicate, refused.Code);
        Assert.Equal(0, node.ReceiptCalls);
    }

    [Theory]
    [InlineData(StatusCode.PermissionDenied, LedgerError.PermissionDenied)]
    [InlineData(StatusCode.Unauthenticated, LedgerError.Unauthenticated)]
    [InlineData(StatusCode.InvalidArgument, LedgerError.InvalidArgument)]
    [InlineData(StatusCode.ResourceExhausted, LedgerError.Busy)]
    [InlineData(StatusCode.FailedPrecondition, LedgerError.Refused)]
    [InlineData(StatusCode.DeadlineExceeded, LedgerError.Timeout)]
    [InlineData(StatusCode.Internal, LedgerError.Failed)]
    public async Task ARefusalIsToldAndNotRepeated(StatusCode code, LedgerError error)
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnSubmit.Enqueue(_ => throw FakeNode.Refusal(code, "needs assetType"));

        var refused = await Assert.ThrowsAsync<LedgerException>(() => client.SubmitAsync(Call));

        Assert.Equal(error, refused.Code);
        Assert.Equal("needs assetType", refused.Message);
        Assert.Equal(Transaction.TryDecode(Assert.Single(node.Submitted))!.Id, refused.TransactionId);
    }

    [Fact]
    public async Task RepetitionsAreBounded()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        for (var i = 0; i < 10; i++)
        {
            node.OnSubmit.Enqueue(_ => throw FakeNode.Refusal(StatusCode.Unavailable));
        }

        var lost = await Assert.ThrowsAsync<LedgerException>(() => client.SubmitAsync(Call));

        Assert.Equal(LedgerError.Unavailable, lost.Code);
        Assert.NotNull(lost.TransactionId);
        Assert.Equal(4, node.Submitted.Count);
    }

    [Fact]
    public async Task AfterARefusalForTheWindowTheHeightIsAskedAgain()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnSubmit.Enqueue(_ => throw FakeNode.Refusal(StatusCode.FailedPrecondition));
        await Assert.ThrowsAsync<LedgerException>(() => client.SubmitAsync(Call));
        node.Height = 300;

        await client.SubmitAsync(Call);

        Assert.Equal(300UL, Transaction.TryDecode(node.Submitted[1])!.Body.ValidFrom);
    }

    [Fact]
    public async Task AReceiptOfAnotherTransactionIsRefused()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnSubmit.Enqueue(_ => new SubmitResponse { Receipt = FakeNode.ReceiptMessage(Digest.Of("other"u8)) });
        node.OnSubmit.Enqueue(_ => new SubmitResponse());

        var other = await Assert.ThrowsAsync<LedgerException>(() => client.SubmitAsync(Call));
        var none = await Assert.ThrowsAsync<LedgerException>(() => client.SubmitAsync(Call));

        Assert.Equal(LedgerError.Unproven, other.Code);
        Assert.Equal(LedgerError.Unproven, none.Code);
    }

    [Fact]
    public async Task TooManyCallsAreRefusedBeforeAnythingIsSent()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var calls = Enumerable.Repeat(Call, TransactionBody.CallsMax + 1).ToArray();

        var many = await Assert.ThrowsAsync<LedgerException>(() => client.SubmitAsync(calls));
        var none = await Assert.ThrowsAsync<LedgerException>(() => client.SubmitAsync(Array.Empty<ContractCall>()));

        Assert.Equal(LedgerError.InvalidArgument, many.Code);
        Assert.Equal(LedgerError.InvalidArgument, none.Code);
        Assert.Empty(node.Submitted);
    }

    [Fact]
    public async Task CancellationStaysCancellation()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        using var cancel = new CancellationTokenSource();
        await client.StatusAsync(CancellationToken.None);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SubmitAsync(Call, cancel.Token));
    }

    [Fact]
    public async Task AReceiptIsConfirmedByTheCertifiedBlockAndByNothingElse()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var chain = consortium.Chain(3);
        node.Serve(chain);
        var id = chain[1].Batch.Transactions[0].Id;
        var honest = new TransactionReceipt(
            Primitives.Receipt.TryDecode(chain[1].Receipts[0].Span)!, new SequenceNumber(2), 0, chain[1].Receipts[0]);
        var lie = FakeNode.Receipt(id, "never");

        var header = await client.ConfirmAsync(honest);
        var refused = await Assert.ThrowsAsync<LedgerException>(
            () => client.ConfirmAsync(new TransactionReceipt(lie, new SequenceNumber(2), 0, lie.Encode())));

        Assert.Equal(chain[1].Header.Hash, header.Hash);
        Assert.Equal(LedgerError.Unproven, refused.Code);
    }
}
