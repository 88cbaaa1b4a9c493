using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>The header that comes of a batch, field by field, and what is never made a block.</summary>
public sealed class BlockExecutorTests
{
    private readonly TestChain _chain = new(TestMembers.Ledger(TestLedger.DefaultOptions with
    {
        Consensus = new() { WindowSize = 4, CheckpointInterval = 2 },
    }));

    private Membership Genesis => _chain.Ledger.Options.Members;

    [Fact]
    public void A_header_says_exactly_what_was_executed()
    {
        var transactions = new[] { Rotation(1, "a"), Rotation(2, "b"), Nothing() };
        _chain.Time = 1_234_567;
        var expectedReceipts = _chain.Ledger.Executor.Execute(
            new BlockContext(1, _chain.Time), transactions, _chain.State, _ => false).EncodedReceipts;
        var before = _chain.State.Copy();
        var block = _chain.Try(transactions);
        Assert.Equal(before.Entries, _chain.State.Entries);

        var expected = new BlockHeader(
            new SequenceNumber(1), TestChain.ChainId, 1_234_567, 3,
            MerkleTree.Root([.. transactions.Select(t => MerkleTree.LeafHash(t.Encoded.Span))]),
            MerkleTree.Root([.. expectedReceipts.Select(r => MerkleTree.LeafHash(r.Span))]),
            TestChain.RootOf(block.State), Genesis.Hash, Genesis.Hash);
        Assert.Equal(expected.Encode(), block.Header.Encode());
        Assert.Equal(expectedReceipts.Select(Hex), block.Receipts.Select(Hex));
        Assert.Equal(
            [ReceiptStatus.Ok, ReceiptStatus.Rejected, ReceiptStatus.Ok],
            block.Receipts.Select(r => Receipt.TryDecode(r.Span)!.Status));
        Assert.Equal(transactions, block.Batch.Transactions);
        Assert.NotEqual(before.Entries, block.State.Entries);
    }

    [Fact]
    public void The_next_header_follows_the_one_before()
    {
        var first = _chain.Add(Nothing());
        _chain.Time += 10;
        var second = _chain.Add();
        Assert.Equal(
            (2UL, first.Header.Hash, _chain.Time, 0u),
            (second.Header.Height.Value, second.Header.PreviousHash, second.Header.TimeMilliseconds,
                second.Header.TransactionCount));
        Assert.Equal(first.Header.StateRoot, second.Header.StateRoot);
        Assert.Equal((Genesis.Hash, Genesis.Hash), (second.Header.MembershipHash, second.Header.NextMembershipHash));
        Assert.Empty(second.Receipts);
        Assert.Null(second.Change);
    }

    [Fact]
    public void A_change_of_members_shows_in_the_headers_at_its_height()
    {
        _chain.Add();
        var block = _chain.Add(Rotation(1, "a"));

        // Decided in block 2 with a window of 4: behind block 6, the first checkpoint.
        var change = block.Change!;
        Assert.Equal(6UL, change.After.Value);
        var next = change.Next.Hash;
        Assert.NotEqual(Genesis.Hash, next);
        for (var height = 2UL; height <= 8; height++)
        {
            Assert.Equal(height, block.Header.Height.Value);
            Assert.Equal(height <= 6 ? Genesis.Hash : next, block.Header.MembershipHash);
            Assert.Equal(height <= 5 ? Genesis.Hash : next, block.Header.NextMembershipHash);
            Assert.Equal(height <= 6 ? next : null, block.Change?.Next.Hash);
            Assert.Equal(height <= 6 ? change.After : null, block.Change?.After);
            block = _chain.Add();
        }
    }

    [Fact]
    public void An_executed_transaction_is_a_duplicate_in_the_next_block()
    {
        var transaction = Nothing();
        _chain.Add(transaction);
        var again = _chain.Add(transaction);
        Assert.Equal(ReceiptStatus.Duplicate, Receipt.TryDecode(again.Receipts[0].Span)!.Status);
        Assert.Equal(1u, again.Header.TransactionCount);
    }

    [Fact]
    public void Time_may_stand_still_and_never_falls()
    {
        _chain.Add();
        _chain.Add();
        _chain.Time--;
        Assert.Equal(
            "ledger time falls at height 3", Assert.Throws<InvalidOperationException>(() => _chain.Try()).Message);
        _chain.Time++;
        Assert.Equal(3UL, _chain.Add().Header.Height.Value);
    }

    [Fact]
    public void Members_that_do_not_follow_from_the_header_before_stop_the_node()
    {
        var head = _chain.Add().Header with { NextMembershipHash = TestMembers.Of(5).Hash };
        var thrown = Assert.Throws<RuntimeInvariantException>(() => Execute(head, _chain.State));
        Assert.Equal("the members at height 2 were changed behind their backs", thrown.Message);
    }

    [Fact]
    public void A_schedule_that_changes_the_present_stops_the_node()
    {
        var head = _chain.Add().Header;
        var state = _chain.State.Copy();
        state.Set(MembershipSchedule.StateKey.ToArray(), MembershipSchedule.Genesis(TestMembers.Of(5)).Encode());
        Assert.Throws<RuntimeInvariantException>(() => Execute(head, state));
        state.Set(MembershipSchedule.StateKey.ToArray(), [9]);
        Assert.Throws<InvalidDataException>(() => Execute(head, state));
    }

    private ExecutedBlock<IStateView> Execute(BlockHeader head, MemoryState state) => _chain.Blocks.Execute(
        head, new Batch(_chain.Time, []), state, _ => false, (_, writes) =>
        {
            Assert.Empty(writes);
            return ((IStateView)state, TestChain.RootOf(state), state);
        });

    private Transaction Rotation(int node, string key) => _chain.Ledger.Sign(
        $"cell{node}/admin", TestMembers.Rotate($"node{node}", new FakeSigner(key).PublicKey.ToArray()));

    private Transaction Nothing() => _chain.Ledger.Sign("cell1/admin", TestLedger.Call("membership", "schedule"));

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);
}
