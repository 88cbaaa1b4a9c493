using Ledger.Consensus.Tests.Support;
using Ledger.Primitives;

namespace Ledger.Consensus.Tests.Paper;

/// <summary>Castro and Liskov 1999 §4.2, sentence by sentence.</summary>
public sealed class NormalCaseTests
{
    private readonly ReplicaHarness _harness = new();

    // §4.2: a backup that accepts a pre-prepare multicasts a prepare; PITFALLS.md 18: on disk first.
    [Fact]
    public void A_backup_persists_its_prepare_before_it_sends_it()
    {
        var batch = _harness.NewBatch(1);
        var effects = _harness.Receive(0, _harness.PrePrepare(0, 1, batch));
        var vote = Assert.Single(_harness.Sent(MessageKind.Prepare));
        Assert.Equal(batch.Digest, OrderingVote.TryDecode(vote.Body.Span)!.Value.Digest);
        var persisted = effects.FindIndex(effect => effect is Persist { Key: [RecordKey.VoteLetter, ..] });
        var stored = effects.FindIndex(effect => effect is Persist { Key: [RecordKey.BatchLetter, ..] });
        var sent = effects.FindIndex(effect => effect is Broadcast);
        Assert.True(stored >= 0 && persisted > stored && sent > persisted);
    }

    // PITFALLS.md 1: the pre-prepare is the primary's only vote.
    [Fact]
    public void A_prepare_of_the_primary_is_refused()
    {
        var bytes = _harness.Vote(MessageKind.Prepare, 0, 0, 1, Digest.Zero);
        Assert.Null(_harness.Chain.Verifier.TryVerify(bytes, ReplicaHarness.Id(0), out var reason));
        Assert.Equal("invalid content", reason);
    }

    // §4.2: prepared needs the pre-prepare and 2f matching prepares of different backups.
    [Fact]
    public void A_batch_is_executed_once_it_is_prepared_and_not_before()
    {
        var batch = _harness.NewBatch(1);
        _harness.Receive(0, _harness.PrePrepare(0, 1, batch));
        Assert.DoesNotContain(_harness.Effects, effect => effect is Execute);
        _harness.Receive(2, _harness.Vote(MessageKind.Prepare, 2, 0, 1, Digest.Of("another"u8)));
        Assert.DoesNotContain(_harness.Effects, effect => effect is Execute);
        _harness.Receive(3, _harness.Vote(MessageKind.Prepare, 3, 0, 1, batch.Digest));
        Assert.Equal(batch.Digest, Assert.Single(_harness.Effects.OfType<Execute>()).Batch.Digest);
    }

    [Fact]
    public void A_prepare_may_come_before_its_pre_prepare()
    {
        var batch = _harness.NewBatch(1);
        _harness.Receive(2, _harness.Vote(MessageKind.Prepare, 2, 0, 1, batch.Digest));
        _harness.Receive(0, _harness.PrePrepare(0, 1, batch));
        Assert.Contains(_harness.Effects, effect => effect is Execute);
    }

    [Fact]
    public void The_same_prepare_twice_is_one_vote()
    {
        var harness = new ReplicaHarness(self: 0);
        harness.Step(new Submitted(harness.Chain.NewTransaction()));
        var proposal = Assert.Single(harness.Sent(MessageKind.PrePrepare));
        var digest = OrderingVote.TryDecode(proposal.Body.Span)!.Value.Digest;
        harness.Receive(2, harness.Vote(MessageKind.Prepare, 2, 0, 1, digest));
        harness.Receive(2, harness.Vote(MessageKind.Prepare, 2, 0, 1, digest));
        Assert.DoesNotContain(harness.Effects, effect => effect is Execute);
        harness.Receive(3, harness.Vote(MessageKind.Prepare, 3, 0, 1, digest));
        Assert.Contains(harness.Effects, effect => effect is Execute);
    }

    // DESIGN.md 3: the commit signs the result, and a quorum of them is the block's certificate.
    [Fact]
    public void A_quorum_of_commits_makes_the_certificate_of_the_block()
    {
        var batch = _harness.NewBatch(1);
        _harness.Receive(0, _harness.PrePrepare(0, 1, batch));
        _harness.Receive(2, _harness.Vote(MessageKind.Prepare, 2, 0, 1, batch.Digest));
        var header = _harness.Execute();
        var commit = Assert.Single(_harness.Sent(MessageKind.Commit));
        Assert.Equal(header.Hash, OrderingVote.TryDecode(commit.Body.Span)!.Value.Digest);
        var persisted = _harness.Effects.FindIndex(effect => effect is Persist { Key: [RecordKey.PreparedLetter, ..] });
        Assert.InRange(persisted, 0, _harness.Effects.FindIndex(effect => effect is Broadcast) - 1);

        _harness.Receive(3, _harness.Vote(MessageKind.Commit, 3, 0, 1, header.Hash));
        Assert.DoesNotContain(_harness.Effects, effect => effect is CommitBlock);
        _harness.Receive(0, _harness.Vote(MessageKind.Commit, 0, 0, 1, header.Hash));
        var block = Assert.Single(_harness.Effects.OfType<CommitBlock>());
        Assert.True(block.Certificate.Verify(new FakeVerifier(), TestChain.Id, _harness.Chain.Membership, header));
    }

    [Fact]
    public void Batches_are_executed_in_height_order()
    {
        var first = _harness.NewBatch(1);
        var second = _harness.NewBatch(2);
        _harness.Receive(0, _harness.PrePrepare(0, 2, second));
        Assert.Empty(_harness.Sent(MessageKind.Prepare));
        _harness.Receive(2, _harness.Vote(MessageKind.Prepare, 2, 0, 2, second.Digest));
        _harness.Receive(0, _harness.PrePrepare(0, 1, first));
        Assert.Equal(2, _harness.Sent(MessageKind.Prepare).Count);
        Assert.DoesNotContain(_harness.Effects, effect => effect is Execute);
        _harness.Receive(2, _harness.Vote(MessageKind.Prepare, 2, 0, 1, first.Digest));
        Assert.Equal(1UL, Assert.Single(_harness.Effects.OfType<Execute>()).Height.Value);
        _harness.Execute();
        Assert.Equal(2UL, Assert.Single(_harness.Effects.OfType<Execute>()).Height.Value);
    }

    // §4.2: "n is between a low water mark, h, and a high water mark, H"; PITFALLS.md 3: on every message.
    [Fact]
    public void Watermarks_hold_for_every_message()
    {
        var batch = _harness.NewBatch(1);
        var above = (int)_harness.Replica.Status.HighWatermark.Value + 1;
        _harness.Receive(0, _harness.PrePrepare(0, above, batch));
        Assert.Empty(_harness.Effects);
        foreach (var height in new[] { 0, above })
        {
            foreach (var kind in new[] { MessageKind.Prepare, MessageKind.Commit })
            {
                foreach (var sender in new[] { 2, 3 })
                {
                    _harness.Receive(sender, _harness.Vote(kind, sender, 0, height, batch.Digest));
                    Assert.Empty(_harness.Effects);
                }
            }
        }
    }

    // §4.2: "it has not accepted a pre-prepare message for view v and sequence number n containing a different digest".
    [Fact]
    public void A_second_pre_prepare_is_ignored_and_proves_the_fault()
    {
        _harness.Receive(0, _harness.PrePrepare(0, 1, _harness.NewBatch(1)));
        _harness.Receive(0, _harness.PrePrepare(0, 1, _harness.NewBatch(2)));
        Assert.Empty(_harness.Sent(MessageKind.Prepare));
        var evidence = Assert.Single(_harness.Reports<Evidence>());
        Assert.Equal("node0", evidence.Validator.Name);
        foreach (var message in new[] { evidence.First, evidence.Second })
        {
            var envelope = Envelope.TryDecode(WithAttachment(message))!.Value;
            Assert.True(envelope.VerifySignature(new FakeVerifier(), Epoch.First(TestChain.Id, _harness.Chain.Membership)));
        }

        _harness.Receive(0, _harness.PrePrepare(0, 1, _harness.NewBatch(3)));
        Assert.Empty(_harness.Reports<Evidence>());
    }

    [Fact]
    public void A_second_vote_is_ignored_and_proves_the_fault()
    {
        _harness.Receive(2, _harness.Vote(MessageKind.Commit, 2, 0, 1, Digest.Of("one"u8)));
        _harness.Receive(2, _harness.Vote(MessageKind.Commit, 2, 0, 1, Digest.Of("two"u8)));
        Assert.Equal(MessageKind.Commit, Assert.Single(_harness.Reports<Evidence>()).Kind);
        Assert.Single(_harness.Replica.Status.Evidence);
    }

    [Fact]
    public void A_replica_that_computed_another_header_than_a_quorum_stops_voting()
    {
        var batch = _harness.NewBatch(1);
        _harness.Receive(0, _harness.PrePrepare(0, 1, batch));
        _harness.Receive(2, _harness.Vote(MessageKind.Prepare, 2, 0, 1, batch.Digest));
        var own = _harness.Execute().Hash;
        var other = Digest.Of("other"u8);
        foreach (var sender in new[] { 0, 2, 3 })
        {
            _harness.Receive(sender, _harness.Vote(MessageKind.Commit, sender, 0, 1, other));
        }

        var divergence = Assert.Single(_harness.Reports<Divergence>());
        Assert.Equal(new Divergence(ReplicaHarness.Height(1), own, other), divergence);
        Assert.Equal(ReplicaMode.Diverged, _harness.Replica.Status.Mode);
        _harness.Receive(0, _harness.PrePrepare(0, 2, _harness.NewBatch(2)));
        Assert.Empty(_harness.Sent(MessageKind.Prepare));
    }

    [Theory]
    [InlineData(ProposalFlaw.TooLarge)]
    [InlineData(ProposalFlaw.TimeNotAfterPrevious)]
    [InlineData(ProposalFlaw.TimeInFuture)]
    [InlineData(ProposalFlaw.OutsideWindow)]
    [InlineData(ProposalFlaw.DuplicateTransaction)]
    public void A_flawed_proposal_gets_no_vote(ProposalFlaw flaw)
    {
        var chain = _harness.Chain;
        var committed = chain.NewTransaction();
        _harness.Commit(0, 1, _harness.NewBatch(10, committed));
        var batch = flaw switch
        {
            ProposalFlaw.TooLarge => _harness.NewBatch(
                11, [.. Enumerable.Range(0, 5).Select(_ => chain.NewTransaction())]),
            ProposalFlaw.TimeNotAfterPrevious => _harness.NewBatch(10),
            ProposalFlaw.TimeInFuture => _harness.NewBatch(10_001 + (int)_harness.Now),
            ProposalFlaw.OutsideWindow => _harness.NewBatch(11, chain.NewTransaction(3, 10)),
            _ => _harness.NewBatch(11, committed),
        };
        _harness.Receive(0, _harness.PrePrepare(0, 2, batch));
        Assert.Equal(flaw, Assert.Single(_harness.Reports<ProposalRejected>()).Flaw);
        Assert.Empty(_harness.Sent(MessageKind.Prepare));

        // A correct one at the same height still gets the vote: nothing was signed.
        _harness.Receive(0, _harness.PrePrepare(0, 2, _harness.NewBatch(11)));
        Assert.Single(_harness.Sent(MessageKind.Prepare));
    }

    [Fact]
    public void A_transaction_in_flight_is_not_accepted_again_above()
    {
        var transaction = _harness.Chain.NewTransaction();
        _harness.Receive(0, _harness.PrePrepare(0, 1, _harness.NewBatch(1, transaction)));
        _harness.Receive(0, _harness.PrePrepare(0, 2, _harness.NewBatch(2, transaction)));
        Assert.Equal(ProposalFlaw.DuplicateTransaction, Assert.Single(_harness.Reports<ProposalRejected>()).Flaw);
    }

    // §4.3: 2f+1 checkpoints move the watermarks and discard the log.
    [Fact]
    public void A_stable_checkpoint_moves_the_watermarks_and_clears_the_log()
    {
        BlockHeader header = null!;
        for (var height = 1; height <= 4; height++)
        {
            header = _harness.Commit(0, height, _harness.NewBatch(height));
        }

        Assert.Single(_harness.Sent(MessageKind.Checkpoint));
        foreach (var sender in new[] { 0, 2 })
        {
            Assert.Equal(0UL, _harness.Replica.Status.LowWatermark.Value);
            _harness.Receive(sender, _harness.Sign(
                sender, MessageKind.Checkpoint, CheckpointMessage.EncodeBody(header.Height, header.Hash)));
        }

        Assert.Equal(4UL, _harness.Replica.Status.LowWatermark.Value);
        Assert.Equal(20UL, _harness.Replica.Status.HighWatermark.Value);
        Assert.Contains(_harness.Effects, effect => effect is Persist { Key: [RecordKey.StableLetter] });
        Assert.Equal(4, _harness.Effects.Count(effect => effect is Forget { Key: [RecordKey.VoteLetter, ..] }));
    }

    private static byte[] WithAttachment(ReadOnlyMemory<byte> message)
    {
        var bytes = message.ToArray();
        return [.. bytes[..^4], 1, 0, 0, 0, 0];
    }
}
