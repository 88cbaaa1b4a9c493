using Ledger.Consensus.Tests.Support;
using Ledger.Primitives;

namespace Ledger.Consensus.Tests;

/// <summary>The small types around the replica.</summary>
public sealed class PiecesTests
{
    private readonly TestChain _chain = new(4);

    [Fact]
    public void Options_are_checked_against_each_other()
    {
        var good = TestChain.FastOptions();
        good.Validate();
        foreach (var bad in new[]
        {
            good with { Parameters = good.Parameters with { BatchTransactionsMax = 0 } },
            good with { Parameters = good.Parameters with { CheckpointInterval = 9 } },
            good with { Parameters = good.Parameters with { WindowSize = ConsensusParameters.WindowSizeMax + 1 } },
            good with { Parameters = good.Parameters with { RotationInterval = 6 } },
            good with { CensorshipTimeout = TimeSpan.FromMilliseconds(399) },
            good with { PipelineDepth = 17 },
            good with { RequestsPerAccountMax = good.RequestQueueMax + 1 },
            good with { ViewChangeTimeoutMax = TimeSpan.FromMilliseconds(399) },
        })
        {
            Assert.Throws<ArgumentException>(bad.Validate);
        }
    }

    [Fact]
    public void Votes_count_once_and_by_digest()
    {
        var votes = new VoteSet(4);
        var (a, b) = (Digest.Of("a"u8), Digest.Of("b"u8));
        Assert.Equal(VoteSet.Outcome.Added, votes.Add(new ReplicaId(3), a, new byte[64]));
        Assert.Equal(VoteSet.Outcome.Repeated, votes.Add(new ReplicaId(3), a, new byte[64]));
        Assert.Equal(VoteSet.Outcome.Contradicts, votes.Add(new ReplicaId(3), b, new byte[64]));
        Assert.Equal(VoteSet.Outcome.Added, votes.Add(new ReplicaId(0), a, new byte[64]));
        Assert.Equal(VoteSet.Outcome.Added, votes.Add(new ReplicaId(1), b, new byte[64]));
        Assert.Equal(2, votes.CountFor(a));
        Assert.Equal([0, 3], votes.SignaturesFor(a).Select(vote => (int)vote.Replica.Value));
        Assert.Equal(b, votes.OtherWith(a, 1));
        Assert.Null(votes.OtherWith(a, 2));
        votes.Clear();
        Assert.Equal(0, votes.CountFor(a));
    }

    [Fact]
    public void The_window_reuses_its_ring()
    {
        var window = new Window(default, 4, 4);
        Assert.Null(window.Find(new SequenceNumber(5)));
        var slot = window.FindOrAdd(new SequenceNumber(4), default);
        window.FindOrAdd(new SequenceNumber(1), default);
        window.SlideTo(new SequenceNumber(1));
        Assert.Null(window.Find(new SequenceNumber(1)));
        Assert.Null(window.Find(new SequenceNumber(5)));
        Assert.Same(slot, window.Find(new SequenceNumber(4)));
        Assert.Equal(5UL, window.FindOrAdd(new SequenceNumber(5), default).Height.Value);
        Assert.Throws<InvalidOperationException>(() => window.SlideTo(default));
    }

    [Fact]
    public void The_request_queue_keeps_its_order_through_a_view_change()
    {
        var queue = new RequestQueue(10, 10, 10);
        var transactions = Enumerable.Range(10, 4).Select(i => _chain.NewTransaction(0, (ulong)i)).ToList();
        foreach (var transaction in transactions)
        {
            Assert.Equal(AdmissionResult.Accepted, queue.TryAdd(transaction, 0, null, out _));
        }

        queue.MarkInFlight(transactions[0].Id);
        queue.MarkInFlight(transactions[1].Id);
        Assert.Equal(2, queue.WaitingCount);
        Assert.Equal(transactions[0].Id, queue.Oldest!.Transaction.Id);
        queue.ReturnAll();
        Assert.Equal(transactions[0].Id, queue.FirstWaiting!.Value.Transaction.Id);
        Assert.Equal(transactions.Sum(transaction => (long)transaction.Encoded.Length), queue.WaitingBytes);
        queue.DropExpired(new SequenceNumber(11));
        Assert.Equal(transactions[2].Id, queue.FirstWaiting!.Value.Transaction.Id);
        queue.Remove(transactions[2].Id);
        queue.Remove(transactions[3].Id);
        Assert.Equal((0, 0, 0L), (queue.Count, queue.WaitingCount, queue.WaitingBytes));
    }

    [Fact]
    public void Recent_transactions_are_forgotten_when_their_window_is_past()
    {
        var recent = new RecentTransactions();
        var (a, b) = (Digest.Of("a"u8), Digest.Of("b"u8));
        recent.Add(a, 5);
        recent.Add(b, 7);
        recent.ForgetUpTo(new SequenceNumber(5));
        Assert.False(recent.Contains(a));
        Assert.True(recent.Contains(b));
    }
}
