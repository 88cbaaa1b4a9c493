using Ledger.Primitives;

namespace Ledger.Consensus.Tests.Paper;

/// <summary>Admission, forwarding, proposing.</summary>
public sealed class RequestTests
{
    [Fact]
    public void A_backup_forwards_at_once_many_in_one_and_tells_all_after_half_the_time()
    {
        var harness = new ReplicaHarness();
        for (var i = 0; i < 3; i++)
        {
            harness.Step(new Submitted(harness.Chain.NewTransaction()));
        }

        Assert.Equal(harness.Now, harness.Replica.NextDeadlineMilliseconds);
        harness.Tick(1);
        var forward = Assert.Single(harness.Effects.OfType<Send>());
        Assert.Equal(0, forward.To.Value);
        var message = (TransactionsMessage)MessageVerifier.Decode(Envelope.TryDecode(forward.Message.Bytes)!.Value)!;
        Assert.Equal(3, message.Transactions.Count);
        harness.Tick(199);
        Assert.Contains(harness.Effects, effect => effect is Broadcast { Message.Kind: MessageKind.Transactions });
    }

    // PITFALLS.md 12 and 15.
    [Fact]
    public void Queues_are_bounded_and_a_refused_transaction_may_come_again()
    {
        var harness = new ReplicaHarness(
            configure: options => options with { RequestQueueMax = 3, RequestsPerAccountMax = 2 });
        Assert.Equal(AdmissionResult.Accepted, Submit(harness, harness.Chain.NewTransaction()));
        var second = harness.Chain.NewTransaction();
        Assert.Equal(AdmissionResult.Accepted, Submit(harness, second));
        var third = harness.Chain.NewTransaction();
        Assert.Equal(AdmissionResult.AccountQueueFull, Submit(harness, third));
        Assert.Equal(AdmissionResult.Duplicate, Submit(harness, second));
        Assert.Equal(AdmissionResult.Accepted, Submit(harness, harness.Chain.NewTransaction(account: "other/client")));
        Assert.Equal(AdmissionResult.QueueFull, Submit(harness, harness.Chain.NewTransaction(account: "third/client")));
        harness.Commit(0, 1, harness.NewBatch(1, second));
        Assert.Equal(AdmissionResult.Accepted, Submit(harness, third));
        Assert.Equal(AdmissionResult.Duplicate, Submit(harness, second));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(17, 20)]
    [InlineData(1, 2050)]
    public void A_transaction_outside_its_window_is_refused(ulong from, ulong until)
    {
        var harness = new ReplicaHarness();
        Assert.Equal(AdmissionResult.OutsideWindow, Submit(harness, harness.Chain.NewTransaction(from, until)));
        Assert.Equal(0, harness.Replica.Status.RequestCount);
    }

    [Fact]
    public void An_idle_pipeline_proposes_at_once_and_a_busy_one_waits_for_the_delay_and_stops_at_its_depth()
    {
        var harness = new ReplicaHarness(0, options => options with { PipelineDepth = 2 });
        harness.Tick(10);
        Submit(harness, harness.Chain.NewTransaction());
        Assert.Single(harness.Sent(MessageKind.PrePrepare));
        Submit(harness, harness.Chain.NewTransaction());
        Assert.Empty(harness.Sent(MessageKind.PrePrepare));
        Assert.Equal(harness.Now + 2, harness.Replica.NextDeadlineMilliseconds);
        harness.Tick(2);
        Assert.Single(harness.Sent(MessageKind.PrePrepare));
        Submit(harness, harness.Chain.NewTransaction());
        harness.Tick(5);
        Assert.Empty(harness.Sent(MessageKind.PrePrepare));
    }

    [Fact]
    public void A_request_that_is_not_valid_yet_does_not_hide_one_that_waits()
    {
        var harness = new ReplicaHarness();
        Submit(harness, harness.Chain.NewTransaction(validFrom: 10));
        Submit(harness, harness.Chain.NewTransaction());
        harness.Tick(1);
        harness.Tick(400);
        Assert.Equal(ViewChangeReason.RequestTimeout, Assert.Single(harness.Reports<ViewChangeStarted>()).Reason);
    }

    [Fact]
    public void A_request_that_can_never_be_valid_starts_no_view_change()
    {
        var harness = new ReplicaHarness();
        Submit(harness, harness.Chain.NewTransaction(validFrom: 10));
        harness.Tick(1);
        harness.Tick(4000);
        Assert.Equal(0, harness.Replica.Status.ViewChangeCount);
    }

    [Fact]
    public void A_peer_that_only_claims_to_be_ahead_gains_no_time_for_a_censoring_primary()
    {
        var harness = new ReplicaHarness();
        Submit(harness, harness.Chain.NewTransaction());
        var lie = harness.Sign(3, MessageKind.Status, StatusMessage.EncodeBody(
            default, true, new SequenceNumber(ulong.MaxValue), default, [0, 0]));
        for (var i = 0; i < 50; i++)
        {
            harness.Receive(3, lie);
            if (harness.Tick(10).Any(effect => effect is CatchUp))
            {
                harness.Step(new CatchUpEnded(false));
            }
        }

        Assert.Equal(1, harness.Replica.Status.ViewChangeCount);
    }

    private static AdmissionResult Submit(ReplicaHarness harness, Transaction transaction)
    {
        harness.Step(new Submitted(transaction));
        return Assert.Single(harness.Effects.OfType<Admission>()).Result;
    }
}
