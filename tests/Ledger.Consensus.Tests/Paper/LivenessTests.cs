using Ledger.Primitives;

namespace Ledger.Consensus.Tests.Paper;

/// <summary>Timers, turns, and what one replica may take from the others (§4.4, §4.5; PITFALLS.md 15 and 19).</summary>
public sealed class LivenessTests
{
    [Fact]
    public void Progress_restarts_the_request_timer_but_not_that_of_a_request_that_is_left_out()
    {
        var harness = new ReplicaHarness();
        harness.Step(new Submitted(harness.Chain.NewTransaction()));
        var height = 0;
        for (var waited = 0; waited < 1500; waited += 300)
        {
            harness.Tick(300);
            Assert.Empty(harness.Reports<ViewChangeStarted>());
            harness.Commit(0, ++height, harness.NewBatch((int)harness.Now));
        }

        harness.Tick(101);
        Assert.Equal(ViewChangeReason.Censorship, Assert.Single(harness.Reports<ViewChangeStarted>()).Reason);
    }

    [Fact]
    public void A_primary_steps_down_at_the_checkpoint_that_ends_its_turn()
    {
        var harness = new ReplicaHarness(
            configure: options => options with { Parameters = options.Parameters with { RotationInterval = 4 } });
        BlockHeader header = null!;
        for (var height = 1; height <= 4; height++)
        {
            header = harness.Commit(0, height, harness.NewBatch(height));
        }

        var body = CheckpointMessage.EncodeBody(header.Height, header.Hash);
        harness.Receive(0, harness.Sign(0, MessageKind.Checkpoint, body));
        harness.Receive(2, harness.Sign(2, MessageKind.Checkpoint, body));
        Assert.Equal(ViewChangeReason.Rotation, Assert.Single(harness.Reports<ViewChangeStarted>()).Reason);
        Assert.Empty(harness.SentViewChange().Prepared);
    }

    [Fact]
    public void A_primary_proposes_nothing_beyond_its_turn()
    {
        var harness = new ReplicaHarness(
            0, options => options with
            {
                PipelineDepth = 16, BatchDelay = TimeSpan.Zero,
                Parameters = options.Parameters with { RotationInterval = 4, BatchTransactionsMax = 1 },
            });
        var proposed = 0;
        for (var i = 0; i < 6; i++)
        {
            harness.Step(new Submitted(harness.Chain.NewTransaction()));
            proposed += harness.Sent(MessageKind.PrePrepare).Count;
        }

        Assert.Equal(4, proposed);
    }

    [Fact]
    public void What_one_replica_passes_on_takes_no_more_than_its_share_of_the_queue()
    {
        var harness = new ReplicaHarness(configure: options => options with { RequestsPerPeerMax = 2 });
        for (var i = 0; i < 4; i++)
        {
            harness.Receive(2, Forwarded(harness, 2));
        }

        Assert.Equal(2, harness.Replica.Status.RequestCount);
        harness.Receive(3, Forwarded(harness, 3));
        harness.Step(new Submitted(harness.Chain.NewTransaction()));
        Assert.Equal(4, harness.Replica.Status.RequestCount);
    }

    [Fact]
    public void Evidence_survives_a_restart_is_told_once_and_is_bounded_for_each_offender()
    {
        var harness = new ReplicaHarness();
        for (var height = 1; height <= 6; height++)
        {
            Contradict(harness, 2, height);
        }

        Contradict(harness, 3, 1);
        Assert.Equal(
            ["node2", "node2", "node2", "node2", "node3"],
            harness.Replica.Status.Evidence.Select(e => e.Validator.Name));
        harness.Restart();
        Assert.Equal(5, harness.Replica.Status.Evidence.Count);
        Contradict(harness, 3, 1);
        Assert.Empty(harness.Reports<Evidence>());
        Assert.Equal(5, harness.Replica.Status.Evidence.Count);
    }

    [Fact]
    public void Two_checkpoints_of_one_height_are_evidence()
    {
        var harness = new ReplicaHarness();
        foreach (var text in new[] { "a", "b" })
        {
            var hash = Digest.Of(System.Text.Encoding.UTF8.GetBytes(text));
            harness.Receive(2, harness.Sign(
                2, MessageKind.Checkpoint, CheckpointMessage.EncodeBody(ReplicaHarness.Height(4), hash)));
        }

        var evidence = Assert.Single(harness.Reports<Evidence>());
        Assert.Equal((MessageKind.Checkpoint, 4UL), (evidence.Kind, evidence.Height.Value));
    }

    private static byte[] Forwarded(ReplicaHarness harness, int sender) => harness.Sign(
        sender, MessageKind.Transactions, TransactionsMessage.EncodeBody([harness.Chain.NewTransaction()]));

    private static void Contradict(ReplicaHarness harness, int sender, int height)
    {
        harness.Receive(sender, harness.Vote(MessageKind.Commit, sender, 0, height, Digest.Of("one"u8)));
        harness.Receive(sender, harness.Vote(MessageKind.Commit, sender, 0, height, Digest.Of("two"u8)));
    }
}
