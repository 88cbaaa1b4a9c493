using Ledger.Primitives;

namespace Ledger.Consensus.Tests.Paper;

/// <summary>PITFALLS.md 18: a replica that restarts never contradicts what it signed.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public void After_a_restart_a_backup_does_not_prepare_another_batch()
    {
        var harness = new ReplicaHarness();
        var first = harness.NewBatch(1);
        harness.Receive(0, harness.PrePrepare(0, 1, first));
        harness.Restart();
        harness.Receive(0, harness.PrePrepare(0, 1, harness.NewBatch(2)));
        Assert.Empty(harness.Sent(MessageKind.Prepare));
        Assert.Single(harness.Reports<Evidence>());

        // And what it knew still counts: one more prepare and the batch from the disk is executed.
        harness.Receive(2, harness.Vote(MessageKind.Prepare, 2, 0, 1, first.Digest));
        Assert.Equal(first.Digest, Assert.Single(harness.Effects.OfType<Execute>()).Batch.Digest);
    }

    [Fact]
    public void After_a_restart_a_primary_does_not_propose_twice_at_a_height()
    {
        var harness = new ReplicaHarness(self: 0);
        harness.Step(new Submitted(harness.Chain.NewTransaction()));
        var proposal = Assert.Single(harness.Sent(MessageKind.PrePrepare));
        harness.Restart();
        harness.Tick(10);
        harness.Step(new Submitted(harness.Chain.NewTransaction()));
        var next = OrderingVote.TryDecode(Assert.Single(harness.Sent(MessageKind.PrePrepare)).Body.Span)!.Value;
        Assert.Equal(2UL, next.Height.Value);

        // The first proposal is sent again as it was to whoever misses it.
        harness.Receive(2, harness.Status(2, 0));
        Assert.Equal(proposal.Encode(), Assert.Single(harness.Sent(MessageKind.PrePrepare)).Encode());
    }

    [Fact]
    public void After_a_restart_a_commit_is_repeated_as_it_was_and_stays_in_P()
    {
        var harness = new ReplicaHarness(self: 2);
        var batch = harness.NewBatch(1);
        harness.Receive(0, harness.PrePrepare(0, 1, batch));
        harness.Receive(3, harness.Vote(MessageKind.Prepare, 3, 0, 1, batch.Digest));
        harness.Execute();
        var commit = Assert.Single(harness.Sent(MessageKind.Commit)).Encode();
        harness.Head = null;
        harness.Restart();
        Assert.Single(harness.Effects.OfType<Execute>());
        harness.Execute();
        Assert.Empty(harness.Sent(MessageKind.Commit));
        harness.Receive(1, harness.Status(1, 0));
        Assert.Equal(commit, Assert.Single(harness.Sent(MessageKind.Commit)).Encode());
        harness.Tick(500);
        var viewChange = harness.SentViewChange();
        Assert.Equal(batch.Digest, Assert.Single(viewChange.Prepared).Digest);
    }

    [Fact]
    public void A_machine_that_computes_another_header_after_a_restart_stops_voting()
    {
        var harness = new ReplicaHarness(self: 2);
        var batch = harness.NewBatch(1);
        harness.Receive(0, harness.PrePrepare(0, 1, batch));
        harness.Receive(3, harness.Vote(MessageKind.Prepare, 3, 0, 1, batch.Digest));
        harness.Execute();
        harness.Head = null;
        harness.Restart();
        var execute = Assert.Single(harness.Effects.OfType<Execute>());
        var other = harness.Chain.HeaderAfter(null, batch) with { StateRoot = Digest.Of("other"u8) };
        harness.Step(new Executed(execute.Token, execute.Height, execute.Batch.Digest, other, null));
        Assert.Single(harness.Reports<Divergence>());
        Assert.Empty(harness.Sent(MessageKind.Commit));
    }

    [Fact]
    public void After_a_restart_a_replica_that_left_a_view_stays_out_of_it()
    {
        var harness = new ReplicaHarness(self: 2);
        harness.Step(new Submitted(harness.Chain.NewTransaction()));
        harness.Tick(1);
        harness.Tick(400);
        Assert.Single(harness.Sent(MessageKind.ViewChange));
        harness.Restart();
        Assert.Equal(ReplicaMode.ViewChange, harness.Replica.Status.Mode);
        harness.Receive(0, harness.PrePrepare(0, 1, harness.NewBatch(1)));
        Assert.Empty(harness.Sent(MessageKind.Prepare));
        harness.Receive(3, harness.Status(3));
        Assert.Single(harness.Sent(MessageKind.ViewChange));
    }

    [Fact]
    public void After_a_restart_a_replica_is_in_the_view_it_had_entered_and_knows_its_new_view()
    {
        var harness = new ReplicaHarness(self: 2);
        harness.Receive(1, harness.EmptyNewView(1));
        harness.Restart();
        Assert.Equal(1UL, harness.Replica.Status.View.Value);
        Assert.Equal(ReplicaMode.Normal, harness.Replica.Status.Mode);
        harness.Receive(3, harness.Status(3));
        Assert.Single(harness.Sent(MessageKind.NewView));
    }

    [Fact]
    public void Recent_transactions_of_the_stored_blocks_are_refused_after_a_restart()
    {
        var harness = new ReplicaHarness();
        var transaction = harness.Chain.NewTransaction();
        harness.Commit(0, 1, harness.NewBatch(1, transaction));
        harness.Restart([(transaction.Id, transaction.Body.ValidUntil)]);
        harness.Step(new Submitted(transaction));
        Assert.Equal(AdmissionResult.Duplicate, Assert.Single(harness.Effects.OfType<Admission>()).Result);
    }

    [Theory]
    [InlineData(RecordKey.VoteLetter)]
    [InlineData(RecordKey.BatchLetter)]
    [InlineData(RecordKey.PreparedLetter)]
    public void A_damaged_record_stops_the_start(byte letter)
    {
        var harness = new ReplicaHarness();
        var batch = harness.NewBatch(1);
        harness.Receive(0, harness.PrePrepare(0, 1, batch));
        harness.Receive(2, harness.Vote(MessageKind.Prepare, 2, 0, 1, batch.Digest));
        harness.Execute();
        harness.Head = null;
        harness.Damage(letter);
        Assert.Throws<InvalidDataException>(() => harness.Restart());
    }

    // Found by the simulator: two NEW-VIEWs of a primary with a twin, of which one kept what the other left out.
    [Fact]
    public void An_execution_kept_from_an_earlier_view_that_loses_is_no_divergence()
    {
        var harness = new ReplicaHarness(2);
        var batch = harness.NewBatch(1);
        harness.Receive(0, harness.PrePrepare(0, 1, batch));
        harness.Receive(1, harness.Vote(MessageKind.Prepare, 1, 0, 1, batch.Digest));
        harness.Execute();
        var prepared = harness.Prepared(0, 1, batch.Digest, 1, 2);
        harness.Receive(1, harness.NewView(
            1, [harness.ViewChange(0, 1), harness.ViewChange(1, 1, null, prepared), harness.ViewChange(3, 1)]));
        foreach (var sender in new[] { 0, 1, 3 })
        {
            harness.Receive(sender, harness.Vote(MessageKind.Commit, sender, 1, 1, Digest.Of("another block"u8)));
        }

        Assert.Empty(harness.Reports<Divergence>());
        harness.Step(new Probed(ReplicaHarness.Id(0), ReplicaHarness.Height(1)));
        harness.Tick(200);
        Assert.Single(harness.Effects.OfType<CatchUp>());
        Assert.Contains(harness.Effects, effect => effect is DropExecutions);
    }
}
