using Ledger.Consensus.Tests.Support;
using Ledger.Primitives;

namespace Ledger.Consensus.Tests.Paper;

/// <summary>Castro and Liskov 1999 §4.4 and TOCS 2002 §4.5.</summary>
public sealed class ViewChangeTests
{
    private readonly ReplicaHarness _harness = new(self: 2);

    // §4.4: a backup whose timer expires stops accepting ordering messages and multicasts a view-change with P.
    [Fact]
    public void A_backup_that_waits_too_long_asks_for_a_new_view_and_shows_what_it_prepared()
    {
        var batch = _harness.NewBatch(1);
        _harness.Receive(0, _harness.PrePrepare(0, 1, batch));
        _harness.Receive(3, _harness.Vote(MessageKind.Prepare, 3, 0, 1, batch.Digest));
        _harness.Execute();
        _harness.Tick(399);
        Assert.Empty(_harness.Sent(MessageKind.ViewChange));
        var effects = _harness.Tick(1);
        var message = _harness.SentViewChange();
        Assert.Equal(1UL, message.NewView.Value);
        Assert.Equal(batch.Digest, Assert.Single(message.Prepared).Digest);
        Assert.True(message.VerifyCertificates(new FakeVerifier(), Epoch.First(TestChain.Id, _harness.Chain.Membership)));
        var persisted = effects.FindIndex(effect => effect is Persist { Key: [RecordKey.ViewChangeLetter] });
        var sent = effects.FindIndex(effect => effect is Broadcast { Message.Kind: MessageKind.ViewChange });
        Assert.InRange(persisted, 0, sent - 1);
        _harness.Receive(0, _harness.PrePrepare(0, 2, _harness.NewBatch(2)));
        Assert.Empty(_harness.Sent(MessageKind.Prepare));
    }

    // A primary is not blamed for the time that this replica itself takes to execute.
    [Fact]
    public void The_timer_stands_still_while_this_replica_executes_and_starts_anew_when_it_has()
    {
        var batch = _harness.NewBatch(1);
        _harness.Receive(0, _harness.PrePrepare(0, 1, batch));
        _harness.Receive(3, _harness.Vote(MessageKind.Prepare, 3, 0, 1, batch.Digest));
        var execution = _harness.AskedExecution();
        _harness.Tick(60_000);
        Assert.Empty(_harness.Sent(MessageKind.ViewChange));
        _harness.Answer(execution);
        _harness.Tick(399);
        Assert.Empty(_harness.Sent(MessageKind.ViewChange));
        _harness.Tick(1);
        Assert.Equal(1UL, _harness.SentViewChange().NewView.Value);
    }

    // §4.5.2: f+1 view changes for higher views; PITFALLS.md 19: join the view that f+1 have reached.
    [Fact]
    public void A_replica_joins_the_view_that_f_plus_one_others_have_reached()
    {
        _harness.Receive(0, ReplicaHarness.Encode(_harness.ViewChange(0, 9)));
        Assert.Empty(_harness.Sent(MessageKind.ViewChange));
        _harness.Receive(3, ReplicaHarness.Encode(_harness.ViewChange(3, 5)));
        Assert.Equal(ViewChangeReason.Joined, Assert.Single(_harness.Reports<ViewChangeStarted>()).Reason);
        Assert.Equal(5UL, _harness.Replica.Status.View.Value);
    }

    // §4.5.2: the timer starts with 2f+1 view changes and doubles; PITFALLS.md 19: up to a cap.
    [Fact]
    public void The_time_for_a_new_view_doubles_up_to_a_cap()
    {
        // Replica 2 leads none of the views 3, 4 and 5.
        var view = 3;
        foreach (var timeout in new[] { 400, 800, 1600 })
        {
            AskForView(view);
            _harness.Tick(timeout - 1);
            Assert.Equal((ulong)view, _harness.Replica.Status.View.Value);
            _harness.Tick(1);
            view++;
            Assert.Equal((ulong)view, _harness.Replica.Status.View.Value);
        }

        // View 6 is its own; the others are beyond already, and it follows them (PITFALLS.md 19).
        for (view = 7; view < 9; view++)
        {
            AskForView(view);
            _harness.Tick(3199);
            Assert.Equal((ulong)view, _harness.Replica.Status.View.Value);
            _harness.Tick(1);
            Assert.Equal((ulong)view + 1, _harness.Replica.Status.View.Value);
        }
    }

    // §4.4: O takes the digest of the highest view; gaps become null requests (PITFALLS.md 3); min-s is the latest
    // stable checkpoint.
    [Fact]
    public void The_new_view_is_computed_literally()
    {
        var old = Digest.Of("old"u8);
        var chosen = Digest.Of("chosen"u8);
        var last = Digest.Of("last"u8);
        var stable = _harness.Stable(4, Digest.Of("header"u8), 0, 1, 2);
        var plan = NewViewCalculator.Compute(
        [
            _harness.ViewChange(0, 4, null, _harness.Prepared(0, 3, old, 1, 2), _harness.Prepared(2, 5, old, 0, 1)),
            _harness.ViewChange(
                1, 4, stable, _harness.Prepared(3, 5, chosen, 0, 1), _harness.Prepared(1, 7, last, 2, 3)),
            _harness.ViewChange(2, 4, null, _harness.Prepared(1, 5, old, 2, 3)),
        ]);
        Assert.Equal(4UL, plan.Stable.Height.Value);
        Assert.Equal([chosen, Digest.Zero, last], plan.Digests);
        Assert.Equal(7UL, plan.End.Value);
        Assert.False(plan.Covers(ReplicaHarness.Height(4)));
        Assert.True(plan.Covers(ReplicaHarness.Height(5)));
    }

    // §4.4: a primary with 2f view changes of others multicasts the new view and pre-prepares O, null requests
    // included.
    [Fact]
    public void The_new_primary_honours_what_was_prepared_and_fills_gaps_with_null_batches()
    {
        var batch = _harness.NewBatch(5);
        var prepared = _harness.Prepared(0, 2, batch.Digest, 1, 3);
        _harness.Receive(0, ReplicaHarness.Encode(_harness.ViewChange(0, 2, null, prepared)));
        _harness.Receive(3, ReplicaHarness.Encode(_harness.ViewChange(3, 2)));
        var newView = (NewViewMessage)MessageVerifier.Decode(Assert.Single(_harness.Sent(MessageKind.NewView)))!;
        Assert.Equal([Digest.Zero, batch.Digest], newView.Plan.Digests);
        foreach (var sender in new[] { 0, 1 })
        {
            _harness.Receive(sender, _harness.Vote(MessageKind.Prepare, sender, 2, 1, Digest.Zero));
        }

        var execute = Assert.Single(_harness.Effects.OfType<Execute>());
        Assert.Empty(execute.Batch.Transactions);
        Assert.Equal(0UL, execute.Batch.TimeMilliseconds);

        // The batch of height 2 is not here: it is fetched by digest from one peer after the other.
        _harness.Execute();
        var asked = new SortedSet<int>();
        for (var i = 0; i < 3; i++)
        {
            _harness.Tick(20);
            var sends = _harness.Effects.OfType<Send>();
            asked.Add(Assert.Single(sends, send => send.Message.Kind == MessageKind.FetchBatch).To.Value);
        }

        Assert.Equal([0, 1, 3], asked);
        foreach (var sender in new[] { 0, 1 })
        {
            _harness.Receive(sender, _harness.Vote(MessageKind.Prepare, sender, 2, 2, batch.Digest));
        }

        Assert.DoesNotContain(_harness.Effects, effect => effect is Execute);
        _harness.Receive(3, _harness.Sign(3, MessageKind.BatchReply, FetchBatchMessage.EncodeBody(
            MessageKind.BatchReply, ReplicaHarness.Height(2), batch.Digest), batch.Encode()));
        Assert.Equal(batch.Digest, Assert.Single(_harness.Effects.OfType<Execute>()).Batch.Digest);
    }

    [Fact]
    public void A_tentative_execution_that_loses_is_dropped_and_one_that_wins_is_kept()
    {
        var first = _harness.NewBatch(1);
        var second = _harness.NewBatch(2);
        _harness.Receive(0, _harness.PrePrepare(0, 1, first));
        _harness.Receive(3, _harness.Vote(MessageKind.Prepare, 3, 0, 1, first.Digest));
        _harness.Execute();
        _harness.Receive(0, _harness.PrePrepare(0, 2, second));
        _harness.Receive(3, _harness.Vote(MessageKind.Prepare, 3, 0, 2, second.Digest));
        Assert.Contains(_harness.Effects, effect => effect is Execute);
        ViewChangeMessage[] viewChanges =
        [
            _harness.ViewChange(0, 1, null, _harness.Prepared(0, 1, first.Digest, 1, 3)),
            _harness.ViewChange(1, 1),
            _harness.ViewChange(3, 1),
        ];
        _harness.Receive(1, _harness.NewView(1, viewChanges));
        Assert.Equal(2UL, Assert.Single(_harness.Effects.OfType<DropExecutions>()).From.Value);
        _harness.Receive(3, _harness.Vote(MessageKind.Prepare, 3, 1, 1, first.Digest));

        // Prepared again in view 1 and not executed again: the commit follows at once.
        Assert.DoesNotContain(_harness.Effects, effect => effect is Execute);
        Assert.Single(_harness.Sent(MessageKind.Commit));
    }

    // PITFALLS.md 4 and 10: claims without their signatures are no claims.
    [Theory]
    [InlineData("too few prepares")]
    [InlineData("a prepare of the primary")]
    [InlineData("the same backup twice")]
    [InlineData("a forged prepare")]
    [InlineData("a forged pre-prepare")]
    [InlineData("a checkpoint without quorum")]
    [InlineData("a forged checkpoint")]
    [InlineData("a view not below the new one")]
    [InlineData("heights out of order")]
    public void A_view_change_with_a_false_claim_is_refused(string claim)
    {
        var digest = Digest.Of("batch"u8);
        var good = _harness.Prepared(0, 5, digest, 1, 2);
        var hash = Digest.Of("header"u8);
        var message = claim switch
        {
            "too few prepares" => _harness.ViewChange(3, 1, null, good with { Prepares = [good.Prepares[0]] }),
            "a prepare of the primary" => _harness.ViewChange(3, 1, null, _harness.Prepared(0, 5, digest, 0, 1)),
            "the same backup twice" => _harness.ViewChange(
                3, 1, null, good with { Prepares = [good.Prepares[0], good.Prepares[0]] }),
            "a forged prepare" => _harness.ViewChange(3, 1, null, good with
            {
                Prepares = [good.Prepares[0], new ReplicaSignature(ReplicaHarness.Id(3), new byte[64])],
            }),
            "a forged pre-prepare" => _harness.ViewChange(3, 1, null, good with { PrimarySignature = new byte[64] }),
            "a checkpoint without quorum" => _harness.ViewChange(3, 1, _harness.Stable(4, hash, 0, 1)),
            "a forged checkpoint" => _harness.ViewChange(
                3, 1, _harness.Stable(4, hash, 0, 1, 2) with { HeaderHash = digest }),
            "a view not below the new one" => _harness.ViewChange(
                3, 1, _harness.Base, _harness.Prepared(1, 5, digest, 2, 3)),
            _ => _harness.ViewChange(
                3, 1, _harness.Base, good, _harness.Prepared(0, 4, digest, 1, 2)),
        };
        Assert.Null(_harness.Chain.Verifier.TryVerify(ReplicaHarness.Encode(message), ReplicaHarness.Id(3), out _));
        var correct = ReplicaHarness.Encode(_harness.ViewChange(3, 1, _harness.Stable(4, hash, 0, 1, 2), good));
        Assert.NotNull(_harness.Chain.Verifier.TryVerify(correct, ReplicaHarness.Id(3), out _));
    }

    // PITFALLS.md 2 and 5: O must be what V implies; a false new view is ignored, the timer deals with the primary.
    [Fact]
    public void A_new_view_that_does_not_follow_from_its_view_changes_is_refused()
    {
        ViewChangeMessage[] viewChanges =
        [
            _harness.ViewChange(0, 1, null, _harness.Prepared(0, 1, Digest.Of("batch"u8), 2, 3)),
            _harness.ViewChange(1, 1),
            _harness.ViewChange(3, 1),
        ];
        foreach (var digests in new Digest[][] { [], [Digest.Zero], [Digest.Of("batch"u8), Digest.Zero] })
        {
            var bytes = _harness.NewView(1, viewChanges, digests);
            Assert.Null(_harness.Chain.Verifier.TryVerify(bytes, ReplicaHarness.Id(1), out _));
        }

        var few = _harness.NewView(1, viewChanges[..2]);
        Assert.Null(_harness.Chain.Verifier.TryVerify(few, ReplicaHarness.Id(1), out _));
        Assert.Equal(0UL, _harness.Replica.Status.View.Value);
        var correct = _harness.NewView(1, viewChanges);
        Assert.NotNull(_harness.Chain.Verifier.TryVerify(correct, ReplicaHarness.Id(3), out _));
    }

    // PITFALLS.md 17: who comes late gets the new view, and the stable checkpoint, again.
    [Fact]
    public void A_late_replica_gets_the_new_view_again_within_bounds()
    {
        var newView = _harness.EmptyNewView(1);
        _harness.Receive(1, newView);
        var status = _harness.Status(3);
        _harness.Receive(3, status);
        Assert.Equal(newView, Assert.Single(_harness.Effects.OfType<Send>()).Message.Bytes.ToArray());
        var replies = 1;
        for (var i = 0; i < 200; i++)
        {
            replies += _harness.Receive(3, status).Count;
        }

        Assert.Equal(64, replies);
        _harness.Tick(100);
        Assert.Single(_harness.Receive(3, status));
    }

    [Fact]
    public void Messages_of_a_later_view_wait_for_its_start()
    {
        var batch = _harness.NewBatch(1);
        _harness.Receive(1, _harness.PrePrepare(1, 1, batch));
        Assert.Empty(_harness.Effects);
        _harness.Receive(1, _harness.EmptyNewView(1));
        Assert.Single(_harness.Sent(MessageKind.Prepare));
    }

    [Fact]
    public void Buffered_messages_are_bounded_for_each_peer()
    {
        for (var i = 1; i <= 600; i++)
        {
            _harness.Receive(3, _harness.Vote(MessageKind.Commit, 3, 1, i, Digest.Zero));
        }

        Assert.Equal(600 - 512, _harness.Replica.Status.DroppedCount);
        _harness.Receive(0, _harness.Vote(MessageKind.Commit, 0, 1, 1, Digest.Zero));
        Assert.Equal(600 - 512, _harness.Replica.Status.DroppedCount);
    }

    private void AskForView(int view)
    {
        foreach (var sender in new[] { 0, 3 })
        {
            _harness.Receive(sender, ReplicaHarness.Encode(_harness.ViewChange(sender, view)));
        }

        Assert.Equal((ulong)view, _harness.Replica.Status.View.Value);
    }
}
