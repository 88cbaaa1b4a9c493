using Ledger.Primitives;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>Blocks and what is written with them.</summary>
public sealed class CommitTests
{
    /// <summary>Everything of a block is there after it, and after reopening.</summary>
    [Fact]
    public void BlockIsReadBackAndSurvivesReopening()
    {
        using var directory = new TestDirectory();
        Block[] blocks;
        using (var store = directory.Open())
        {
            Assert.Equal((0UL, null, Digest.Zero), (store.Height.Value, store.Head, store.StateRoot));
            blocks = [Commit(store, Writes(("a", "1"))), Commit(store, Writes(("a", "2"), ("b", "1")))];
            store.SaveConsensus([("vote"u8.ToArray(), [1]), ("view"u8.ToArray(), [2])], sync: true);
            store.SaveConsensus([("vote"u8.ToArray(), null)], sync: false);
        }

        using var again = directory.Open();
        Assert.Equal(Id, again.ChainId);
        Assert.Equal(2UL, again.Height.Value);
        Assert.Equal(blocks[1].Header.Hash, again.Head!.Hash);
        Assert.Equal(3, again.HeadCertificate!.Votes.Count);
        foreach (var block in blocks)
        {
            var height = block.Header.Height;
            Assert.Equal(block.Encode(), again.ReadBlockBytes(height));
            Assert.Equal(block.Encode(), again.ReadBlock(height)!.Encode());
            Assert.Equal(block.Header.Encode(), again.ReadHeader(height)!.Encode());
            Assert.Equal(block.Header.Hash, again.ReadCertifiedHeader(height)!.Value.Header.Hash);
            Assert.Equal((height, 0), again.FindTransaction(block.Batch.Transactions[0].Id));
        }

        Assert.Equal(
            [(Transaction(1).Id, 101UL), (Transaction(2).Id, 102UL)], again.RecentTransactions(default));
        Assert.Equal([(Transaction(2).Id, 102UL)], again.RecentTransactions(new SequenceNumber(2)));
        var record = Assert.Single(again.LoadConsensus());
        Assert.Equal("view"u8.ToArray(), record.Key);
        Assert.Equal([2], record.Value);
        Assert.Null(again.ReadBlock(default));
        Assert.Null(again.ReadHeader(new SequenceNumber(3)));
        Assert.Null(again.FindTransaction(Digest.Zero));
        Assert.True(again.DiskBytes > 1000);
        Commit(again, Writes(("a", null)));
        Assert.Equal(3UL, again.Height.Value);
    }

    /// <summary>A cleanly closed directory has everything in table files.</summary>
    [Fact]
    public void CleanCloseLeavesNothingInTheLog()
    {
        using var directory = new TestDirectory();
        using (var store = directory.Open())
        {
            Commit(store, Writes(("a", "1")));
        }

        foreach (var log in Directory.GetFiles(directory.Path, "*.log"))
        {
            File.Delete(log);
        }

        using var again = directory.OpenReadOnly();
        Assert.Equal(1UL, again.Height.Value);
        Assert.Equal(Value("1"), again.View(null).Get(Key("a")));
    }

    /// <summary>Each rule of CommitBlock, and that a refused block writes nothing.</summary>
    [Fact]
    public void WrongBlocksAreRefused()
    {
        using var directory = new TestDirectory();
        using var other = new TestDirectory();
        using var store = directory.Open();
        using var otherStore = other.Open();
        var first = Commit(store, Writes(("a", "1")));
        var pending = store.Stage(null, new SequenceNumber(2), Writes(("a", "2")));
        var child = store.Stage(pending, new SequenceNumber(3), Writes(("b", "1")));
        var good = Block(store.Head, pending, Transaction(5));
        var foreign = otherStore.Stage(null, new SequenceNumber(1), []);
        Refused(store, Block(null, pending), pending);
        Refused(store, good with { Header = good.Header with { StateRoot = Digest.Zero } }, pending);
        Refused(store, good with { Header = good.Header with { Height = new SequenceNumber(3) } }, pending);
        Refused(store, good with { Receipts = [] }, pending);
        Refused(store, good, child);
        Refused(store, Block(store.Head, child), child);
        Refused(store, Block(store.Head, foreign), foreign);
        Assert.Equal(first.Header.Hash, store.Head!.Hash);
        Assert.Null(store.FindTransaction(Transaction(5).Id));
        store.CommitBlock(good, pending, sync: true);
        Refused(store, good, pending);
        store.CommitBlock(Block(store.Head, child), child, sync: true);
        Assert.Equal(3UL, store.Height.Value);
    }

    /// <summary>The index keeps leading to the block that executed a transaction.</summary>
    [Fact]
    public void RepeatsDoNotHideTheExecution()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        var (repeated, early) = (Transaction(1), Transaction(2));
        ReceiptStatus[][] statuses =
        [
            [ReceiptStatus.Ok, ReceiptStatus.OutsideWindow, ReceiptStatus.Duplicate],
            [ReceiptStatus.Duplicate, ReceiptStatus.Ok, ReceiptStatus.OutsideWindow],
        ];
        foreach (var block in statuses)
        {
            var pending = store.Stage(null, store.Height.Next, []);
            Transaction[] transactions = [repeated, early, repeated];
            var receipts = transactions.Zip(block, Receipt).ToArray();
            store.CommitBlock(Block(store.Head, pending, transactions, receipts), pending, sync: false);
            Assert.Equal((new SequenceNumber(1), 0), store.FindTransaction(repeated.Id));
            Assert.Equal((store.Height, 1), store.FindTransaction(early.Id));
        }

        Assert.Equal([repeated.Id, early.Id], store.RecentTransactions(default).Select(t => t.Id));
    }

    /// <summary>History lists every write and removal of a key, not those of a longer key.</summary>
    [Fact]
    public void HistoryListsWritesAndRemovals()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        Commit(store, Writes(("a", "1"), ("aa", "x")));
        Commit(store, Writes(("aa", "y")));
        Commit(store, Writes(("a", null)));
        Commit(store, Writes(("!", "first"), ("a", "")));
        Assert.Equal(
            ["1/0=1", "3/0=-", "4/1="],
            store.History(Key("a")).Select(
                h => $"{h.Height}/{h.Index}={(h.Value == null ? "-" : System.Text.Encoding.UTF8.GetString(h.Value))}"));
        Assert.Equal(2, store.History(Key("aa")).Count());
        Assert.Empty(store.History(Key("none")));
        Assert.Empty(store.View(null).Get(Key("a"))!);
    }

    /// <summary>The largest values and keys, and a block of several megabytes.</summary>
    [Fact]
    public void LargeValues()
    {
        using var directory = new TestDirectory();
        var value = new byte[IStateView.ValueSizeMax];
        new Random(1).NextBytes(value);
        var key = Enumerable.Repeat((byte)7, IStateView.KeySizeMax).ToArray();
        byte[] bytes;
        using (var store = directory.Open())
        {
            var pending = store.Stage(null, new SequenceNumber(1), [new(key, value, 0)]);
            var block = Block(
                null, pending, Transaction(1, 1_000_000), Transaction(2, 1_000_000), Transaction(3, 1_000_000));
            bytes = block.Encode();
            store.CommitBlock(block, pending, sync: true);
        }

        using var again = directory.OpenReadOnly();
        Assert.Equal(value, again.View(null).Get(key)!);
        Assert.Equal(value, again.View(null).Scan(default).Single().Value);
        Assert.Equal(value, again.History(key).Single().Value!);
        Assert.Equal(bytes, again.ReadBlockBytes(new SequenceNumber(1)));
        again.VerifyIntegrity();
    }

    /// <summary>
    /// Genesis state is set once, is what the first block builds on, and may be set to the same again.
    /// </summary>
    [Fact]
    public void GenesisStateIsSetOnce()
    {
        using var directory = new TestDirectory();
        using (var store = directory.Open())
        {
            store.CommitGenesis(Writes(("a", "1")));
            Assert.NotEqual(Digest.Zero, store.StateRoot);
        }

        using var again = directory.Open();
        again.CommitGenesis(Writes(("a", "1")));
        Assert.Throws<InvalidOperationException>(() => again.CommitGenesis(Writes(("a", "2"))));
        var read = again.ReadWithProof(Key("a"));
        Assert.Null(read.Header);
        Assert.True(read.Proof.Verify(again.StateRoot, Key("a"), Value("1")));
        Commit(again, Writes(("b", "1")));
        Assert.Equal(Value("1"), again.View(null).Get(Key("a")));
        Assert.Equal(0UL, again.History(Key("a")).Single().Height.Value);
        Assert.Throws<InvalidOperationException>(() => again.CommitGenesis(Writes(("a", "1"))));
        again.VerifyIntegrity();
    }

    private static void Refused(LedgerStore store, Block block, PendingState pending) =>
        Assert.Throws<InvalidOperationException>(() => store.CommitBlock(block, pending, sync: false));
}
