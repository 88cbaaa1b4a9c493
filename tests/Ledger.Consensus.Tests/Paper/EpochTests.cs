using Ledger.Consensus.Tests.Support;
using Ledger.Primitives;

namespace Ledger.Consensus.Tests.Paper;

/// <summary>Change of members (docs/adr/0007). The window is 16, a checkpoint every 4: decided at 1, in force behind 20.</summary>
public sealed class EpochTests
{
    private const int End = 20;
    private readonly ReplicaHarness _harness = new();

    [Fact]
    public void Empty_batches_lead_to_the_end_of_the_epoch_and_nothing_beyond()
    {
        DecideAndFill(Swapped());
        var status = _harness.Replica.Status;
        Assert.Equal(End, (int)status.Epoch.Base.Value);
        Assert.Equal(End, (int)status.LowWatermark.Value);
        Assert.Equal(0UL, status.View.Value);
        Assert.Null(status.PendingChange);
        Assert.Equal(ReplicaMode.Normal, status.Mode);
    }

    [Fact]
    public void Nothing_above_the_end_is_accepted_before_the_new_members_take_over()
    {
        var change = Change(Swapped());
        for (var height = 1; height <= 8; height++)
        {
            _harness.Commit(0, height, _harness.NewBatch(height), change);
        }

        MakeStable(8);
        Assert.Equal(End, (int)_harness.Replica.Status.HighWatermark.Value);
        _harness.Receive(0, _harness.PrePrepare(0, End + 1, _harness.NewBatch(End + 1)));
        Assert.Empty(_harness.Sent(MessageKind.Prepare));
    }

    [Fact]
    public void An_empty_batch_waits_for_the_news_that_it_serves()
    {
        var empty = Empty(2);
        _harness.Receive(0, _harness.PrePrepare(0, 2, empty));
        Assert.Empty(_harness.Sent(MessageKind.Prepare));
        _harness.Commit(0, 1, _harness.NewBatch(1), Change(Swapped()));
        _harness.Receive(0, _harness.PrePrepare(0, 2, empty));
        Assert.Empty(_harness.Reports<ProposalRejected>());
        _harness.Receive(2, _harness.Vote(MessageKind.Prepare, 2, 0, 2, empty.Digest));
        Assert.Single(_harness.Effects.OfType<Execute>());
    }

    [Fact]
    public void Without_a_change_an_empty_batch_gets_no_vote()
    {
        _harness.Commit(0, 1, _harness.NewBatch(1));
        _harness.Receive(0, _harness.PrePrepare(0, 2, Empty(2)));
        _harness.Receive(2, _harness.Vote(MessageKind.Prepare, 2, 0, 2, Empty(2).Digest));
        _harness.Receive(3, _harness.Vote(MessageKind.Prepare, 3, 0, 2, Empty(2).Digest));
        Assert.Empty(_harness.Sent(MessageKind.Prepare));
        Assert.Empty(_harness.Effects.OfType<Execute>());
    }

    [Fact]
    public void The_new_epoch_has_the_new_places_and_signs_under_its_own_id()
    {
        DecideAndFill(Swapped());
        _harness.Enter(_harness.Replica.Status.Epoch);
        Assert.Equal(ReplicaHarness.Id(0), _harness.Replica.Status.Self);

        // Replica 1 is the primary of view 0 now, and proposes.
        _harness.Step(new Submitted(_harness.Chain.NewTransaction()));
        var proposal = Assert.Single(_harness.Sent(MessageKind.PrePrepare));
        Assert.Equal(ReplicaHarness.Id(0), proposal.Sender);
        Assert.True(proposal.VerifySignature(new FakeVerifier(), _harness.Epoch));
        Assert.False(proposal.VerifySignature(
            new FakeVerifier(), Epoch.First(TestChain.Id, _harness.Epoch.Membership)));
    }

    [Fact]
    public void A_message_of_the_old_epoch_that_was_checked_in_time_comes_too_late()
    {
        var late = _harness.Chain.Verifier.TryVerify(
            _harness.Vote(MessageKind.Prepare, 2, 0, End - 1, Digest.Of("x"u8)), ReplicaHarness.Id(2), out _)!;
        var viewChange = _harness.Chain.Verifier.TryVerify(
            ReplicaHarness.Encode(_harness.ViewChange(2, 5)), ReplicaHarness.Id(2), out _)!;
        var another = _harness.Chain.Verifier.TryVerify(
            ReplicaHarness.Encode(_harness.ViewChange(3, 5)), ReplicaHarness.Id(3), out _)!;
        DecideAndFill(Swapped());
        _harness.Step(new Received(late));
        _harness.Step(new Received(viewChange));
        _harness.Step(new Received(another));
        Assert.Equal(0UL, _harness.Replica.Status.View.Value);
        Assert.Equal(ReplicaMode.Normal, _harness.Replica.Status.Mode);
    }

    [Fact]
    public void Who_is_no_member_any_more_signs_nothing_and_asks_for_blocks()
    {
        DecideAndFill(new Membership([.. Enumerable.Range(4, 4).Select(i =>
            new Validator($"node{i}", $"cell{i}", new FakeSigner($"replica {i}").PublicKey))]));
        Assert.Equal(ReplicaMode.Observer, _harness.Replica.Status.Mode);
        Assert.Null(_harness.Replica.Status.Self);
        _harness.Step(new Submitted(_harness.Chain.NewTransaction()));
        Assert.Equal(AdmissionResult.NotAValidator, Assert.Single(_harness.Effects.OfType<Admission>()).Result);
        _harness.Tick(100);
        Assert.DoesNotContain(_harness.Effects, effect => effect is Send or Broadcast or Persist);
        Assert.Equal(4, Assert.Single(_harness.Effects.OfType<Probe>()).Peers.Count);
        _harness.Step(new Probed(ReplicaHarness.Id(2), ReplicaHarness.Height(End + 5)));
        Assert.Equal(ReplicaHarness.Id(2), Assert.Single(Assert.Single(_harness.Effects.OfType<CatchUp>()).Peers));
    }

    [Fact]
    public void Another_incarnation_of_the_same_key_is_another_replica()
    {
        DecideAndFill(new Membership([.. _harness.Chain.Membership.Validators.Select(
            (validator, i) => i == 1 ? validator with { Incarnation = 9 } : validator)]));
        Assert.Equal(ReplicaMode.Observer, _harness.Replica.Status.Mode);
    }

    // A crash between the block at the end of the epoch and the removal of the old records.
    [Fact]
    public void Records_of_an_epoch_that_is_over_mean_nothing()
    {
        _harness.Tick(400);
        _harness.Step(new Submitted(_harness.Chain.NewTransaction()));
        _harness.Tick(401);
        Assert.Equal(ReplicaMode.ViewChange, _harness.Replica.Status.Mode);
        var members = Swapped();
        _harness.Head = _harness.Chain.HeaderAfter(null, _harness.NewBatch(1)) with { Height = ReplicaHarness.Height(End) };
        _harness.Enter(new Epoch(TestChain.Id, ReplicaHarness.Height(End), _harness.Head.Hash, members));
        _harness.Restart();
        Assert.Equal(ReplicaMode.Normal, _harness.Replica.Status.Mode);
        Assert.Equal(0UL, _harness.Replica.Status.View.Value);
        Assert.Equal(End, (int)_harness.Replica.Status.LowWatermark.Value);
    }

    [Fact]
    public void A_snapshot_of_a_later_epoch_takes_the_replica_there()
    {
        var epoch = new Epoch(TestChain.Id, ReplicaHarness.Height(End), Digest.Of("base"u8), Swapped());
        var header = _harness.Chain.HeaderAfter(null, _harness.NewBatch(1)) with { Height = ReplicaHarness.Height(1000) };
        var known = _harness.Chain.NewTransaction(990, 1100);
        _harness.Tick(1000);
        _harness.Step(new Probed(ReplicaHarness.Id(2), header.Height));
        Assert.Single(_harness.Effects.OfType<CatchUp>());
        _harness.Step(new Restored(header, new CommitCertificate(default, []), epoch, null, [(known.Id, 1100)]));
        _harness.Step(new CatchUpEnded(true));
        Assert.Equal(1000UL, _harness.Replica.Status.Head.Value);
        Assert.Equal(epoch.Id, _harness.Replica.Status.Epoch.Id);
        _harness.Step(new Submitted(known));
        Assert.Equal(AdmissionResult.Duplicate, Assert.Single(_harness.Effects.OfType<Admission>()).Result);
    }

    [Fact]
    public void A_pending_change_that_does_not_come_nearer_brings_a_view_change()
    {
        _harness.Commit(0, 1, _harness.NewBatch(1), Change(Swapped()));
        _harness.Tick(400);
        Assert.Equal(
            ViewChangeReason.RequestTimeout, Assert.Single(_harness.Reports<ViewChangeStarted>()).Reason);
    }

    [Fact]
    public void The_primary_fills_the_way_to_the_end_of_the_epoch()
    {
        var primary = new ReplicaHarness(0);
        primary.Step(new Submitted(primary.Chain.NewTransaction()));
        var proposal = (PrePrepareMessage)MessageVerifier.Decode(Assert.Single(primary.Sent(MessageKind.PrePrepare)))!;
        foreach (var backup in new[] { 1, 2 })
        {
            primary.Receive(backup, primary.Vote(MessageKind.Prepare, backup, 0, 1, proposal.BatchDigest));
        }

        var header = primary.Execute(Change(Swapped()));
        primary.Receive(1, primary.Vote(MessageKind.Commit, 1, 0, 1, header.Hash));
        primary.Receive(2, primary.Vote(MessageKind.Commit, 2, 0, 1, header.Hash));
        var filling = (PrePrepareMessage)MessageVerifier.Decode(Assert.Single(primary.Sent(MessageKind.PrePrepare)))!;
        Assert.Equal(2UL, filling.Height.Value);
        Assert.Empty(filling.Batch.Transactions);
    }

    private MembershipChange Change(Membership next) => new(ReplicaHarness.Height(End), next);

    /// <summary>The same replicas with the first two in each other's place.</summary>
    private Membership Swapped()
    {
        var validators = _harness.Chain.Membership.Validators;
        return new Membership([validators[1], validators[0], validators[2], validators[3]]);
    }

    private static Batch Empty(int height) => new(TestChain.WallClockStart + (ulong)height, []);

    private void DecideAndFill(Membership next)
    {
        var change = Change(next);
        _harness.Commit(0, 1, _harness.NewBatch(1), change);
        for (var height = 2; height <= End; height++)
        {
            _harness.Commit(0, height, Empty(height), change);
            if (height % 4 == 0 && height < End)
            {
                MakeStable(height);
            }
        }

        var entered = Assert.Single(_harness.Effects.OfType<EnterEpoch>()).Epoch;
        Assert.Equal(next.Hash, entered.Membership.Hash);
        Assert.Equal(_harness.Head!.Hash, entered.BaseHash);
    }

    private void MakeStable(int height)
    {
        var body = CheckpointMessage.EncodeBody(ReplicaHarness.Height(height), _harness.Head!.Hash);
        foreach (var sender in new[] { 0, 2 })
        {
            _harness.Receive(sender, _harness.Sign(sender, MessageKind.Checkpoint, body));
        }

        Assert.Equal(height, (int)_harness.Replica.Status.LowWatermark.Value);
    }
}
