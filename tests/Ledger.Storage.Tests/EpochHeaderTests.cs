using Ledger.Primitives;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>The last headers of epochs are kept, whatever becomes of the blocks.</summary>
public sealed class EpochHeaderTests
{
    private static readonly Membership Genesis = Members(0);

    /// <summary>With the block that ends the epoch, also when only an incarnation changes; through a restore.</summary>
    [Fact]
    public void KeptWithBlocksAndThroughARestore()
    {
        using var directory = new TestDirectory();
        using var other = new TestDirectory();
        using var store = directory.Open();
        var next = Members(5);
        CommitIn(store, Genesis, Genesis, new MembershipSchedule(default, Genesis, new(new SequenceNumber(2), next)));
        Assert.Empty(store.EpochHeaders(default));
        var end = CommitIn(store, Genesis, next, null);
        CommitIn(store, next, next, null);
        var epoch = Assert.Single(store.EpochHeaders(default));
        Assert.Equal(end.Header.Hash, epoch.Header.Hash);
        Assert.Equal(end.Certificate.Votes.Count, epoch.Certificate.Votes.Count);
        Assert.Equal(5UL, epoch.Next.Validators[1].Incarnation);
        Assert.Equal(next.Hash, epoch.Next.Hash);
        Assert.Empty(store.EpochHeaders(new SequenceNumber(2)));
        Assert.Single(store.EpochHeaders(new SequenceNumber(1)));

        // A snapshot at the very end of an epoch, and an earlier end that the receiver knows from a peer.
        var last = Members(6);
        CommitIn(
            store, next, last, new MembershipSchedule(new SequenceNumber(2), next, new(new SequenceNumber(4), last)));
        using var target = other.Open();
        target.PutEpochHeader(epoch);
        SnapshotTransfer.Restore(target, store);
        Assert.Equal(
            store.EpochHeaders(default).Select(e => Convert.ToHexString(e.Encode())),
            target.EpochHeaders(default).Select(e => Convert.ToHexString(e.Encode())));
        Assert.Equal([2UL, 4UL], target.EpochHeaders(default).Select(e => e.Header.Height.Value));
    }

    /// <summary>A block whose header names other members than the state is refused; so is such a record.</summary>
    [Fact]
    public void OtherMembersAreRefused()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        var next = Members(5);
        Assert.Throws<InvalidOperationException>(() => CommitIn(store, Genesis, next, null));
        Assert.Throws<InvalidOperationException>(() => CommitIn(
            store, Genesis, next, new MembershipSchedule(default, Genesis, new(new SequenceNumber(2), next))));
        Assert.Equal(0UL, store.Height.Value);
        var block = CommitIn(
            store, Genesis, next, new MembershipSchedule(default, Genesis, new(new SequenceNumber(1), next)));
        Assert.Throws<ArgumentException>(
            () => store.PutEpochHeader(new EpochHeader(block.Header, block.Certificate, Genesis)));
        Assert.Single(store.EpochHeaders(default));
    }

    /// <summary>A snapshot whose state names other members than its header is not installed.</summary>
    [Fact]
    public void SnapshotWithOtherMembersIsNotInstalled()
    {
        using var directory = new TestDirectory();
        using var other = new TestDirectory();
        using var store = directory.Open();
        using var target = other.Open();
        Commit(store, Writes(("a", "1")));
        var lie = store.Head! with { NextMembershipHash = Members(5).Hash };
        using var snapshot = store.TakeStateSnapshot()!;
        var restore = target.BeginRestore(lie, store.HeadCertificate!);
        restore.AddChunk(snapshot.ReadChunk(StatePrefix.All));
        restore.ImportHistory(store.ReadBlock(new SequenceNumber(1))! with { Header = lie });
        Assert.Throws<StorageException>(restore.Complete);
        Assert.Equal(0UL, target.Height.Value);
        Assert.Null(target.InterruptedRestore);
    }

    private static Block CommitIn(
        LedgerStore store, Membership members, Membership next, MembershipSchedule? schedule)
    {
        StateWrite[] writes = schedule == null
            ? []
            : [new StateWrite(MembershipSchedule.StateKey.ToArray(), schedule.Encode(), 0)];
        var pending = store.Stage(null, store.Height.Next, writes);
        var block = Block(store.Head, pending, Transaction(pending.Height.Value));
        block = block with
        {
            Header = block.Header with { MembershipHash = members.Hash, NextMembershipHash = next.Hash },
        };
        store.CommitBlock(block, pending, sync: false);
        return block;
    }

    private static Membership Members(ulong incarnation) => new(
    [
        .. Enumerable.Range(1, 4).Select(i => new Validator($"node{i}", $"cell{i}", Digest.Of([(byte)i]).ToArray())
        {
            Incarnation = i == 2 ? incarnation : 0,
        }),
    ]);
}
