using Ledger.Primitives;
using Ledger.Storage.Interop;
using static Ledger.Storage.Tests.SnapshotTransfer;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>A snapshot in the place of an empty or older ledger.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly TestDirectory _sourceDirectory = new();
    private readonly TestDirectory _directory = new();
    private readonly LedgerStore _source;
    private Exception? _failure;

    public RestoreTests()
    {
        _source = _sourceDirectory.Open();
    }

    public void Dispose()
    {
        _source.Dispose();
        _sourceDirectory.Dispose();
        _directory.Dispose();
    }

    /// <summary>States of all sizes, chunks of all sizes in random order, into an empty directory.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(1, 0)]
    [InlineData(1, 5)]
    [InlineData(2, 1)]
    [InlineData(1000, 0)]
    [InlineData(1000, 6)]
    public void RoundTrip(int count, int depth)
    {
        Fill(_source, count);
        using (var target = _directory.Open())
        {
            Restore(target, _source, depth, seed: count + depth);
            CheckSame(_source, target);
        }

        using (var audit = _directory.OpenReadOnly())
        {
            CheckSame(_source, audit);
        }

        using var again = _directory.Open();
        CheckSame(_source, again);
        Assert.Null(again.InterruptedRestore);
    }

    /// <summary>Over an older ledger: its keys, blocks and history go; votes stay; the chain goes on.</summary>
    [Fact]
    public void OverAnOlderLedger()
    {
        Grow(_source, 30);
        using var target = _directory.Open();
        Grow(target, 10);

        // A key that the snapshot does not have.
        Commit(target, Writes(("gone", "1")));
        target.SaveConsensus([([1], [2])], sync: true);
        var staged = target.Stage(null, target.Height.Next, Writes(("x", "1")));
        var view = target.View(null);
        using var old = target.Snapshot();
        var oldDump = old.Scan(default).Select(e => Convert.ToHexString(e.Value)).ToArray();
        Restore(target, _source);
        CheckSame(_source, target);
        Assert.Equal(24UL, target.LowestBlock.Value);
        Assert.Equal([2], Assert.Single(target.LoadConsensus()).Value);
        Assert.Null(target.View(null).Get(Key("gone")));
        Assert.All(target.History(WritesAt(3)[0].Key), h => Assert.Equal(target.LowestHistory, h.Height));
        Assert.Equal(11UL, old.Height.Value);
        Assert.Equal(oldDump, old.Scan(default).Select(e => Convert.ToHexString(e.Value)));
        Assert.Throws<InvalidOperationException>(() => view.Get(Key("x")));
        Assert.Throws<InvalidOperationException>(() => target.View(staged));
        Assert.Throws<InvalidOperationException>(() => target.Stage(staged, new SequenceNumber(13), []));

        Grow(_source, 40);
        Grow(target, 40);
        CheckSame(_source, target);
        var read = target.ReadWithProof(WritesAt(40)[^1].Key);
        Assert.True(read.Proof.Verify(target.StateRoot, WritesAt(40)[^1].Key, read.Value));
        Assert.Contains(target.History(WritesAt(39)[0].Key), h => h.Height.Value == 39);
    }

    /// <summary>Readers during the installation see the old state or the new one, or are told to wait.</summary>
    [Fact]
    public void ReadersNeverSeeAMixture()
    {
        Grow(_source, 30);
        Fill(_source, 3_000, 2_000);
        using var target = _directory.Open();
        Grow(target, 10);
        var key = WritesAt(10).First(w => w.Value != null).Key;
        ulong[] heights = [10, _source.Height.Value];
        var expected = heights.ToDictionary(h => h, h => (h == 10 ? target : _source).View(null).Get(key));
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<ulong, bool>();
        var done = false;
        using var ready = new CountdownEvent(2);
        var readers = Enumerable.Range(0, 2).Select(i => new Thread(() =>
        {
            var isFirst = true;
            for (; isFirst || !Volatile.Read(ref done) || !seen.ContainsKey(heights[1]); isFirst = false)
            {
                try
                {
                    using var snapshot = target.Snapshot();
                    var read = snapshot.ReadWithProof(key);
                    Assert.True(read.Proof.Verify(read.Header!.StateRoot, key, read.Value));
                    Assert.Equal(expected[read.Header.Height.Value], read.Value);
                    seen[read.Header.Height.Value] = true;
                    var height = target.Height.Value;
                    var value = target.View(null).Get(key);
                    Assert.True(
                        value.AsSpan().SequenceEqual(expected[height]) || target.Height.Value != height, "mixture");
                }
                catch (InvalidOperationException)
                {
                    seen[0] = true;
                }
                catch (Exception failure)
                {
                    Volatile.Write(ref _failure, failure);
                    break;
                }
                finally
                {
                    if (isFirst)
                    {
                        ready.Signal();
                    }
                }
            }
        })).ToArray();
        Array.ForEach(readers, r => r.Start());
        Assert.True(ready.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Restore(target, _source);
        Volatile.Write(ref done, true);
        Assert.All(readers, r => Assert.True(r.Join(TimeSpan.FromSeconds(60))));
        Assert.Null(Volatile.Read(ref _failure));
        Assert.True(seen.ContainsKey(heights[0]) && seen.ContainsKey(heights[1]));
        CheckSame(_source, target);
    }

    /// <summary>A second snapshot over a restored ledger.</summary>
    [Fact]
    public void Twice()
    {
        using var target = _directory.Open();
        Grow(_source, 20);
        Restore(target, _source);
        Grow(_source, 60);
        Restore(target, _source, depth: 0);
        CheckSame(_source, target);
        Assert.Equal(54UL, target.LowestBlock.Value);
    }

    /// <summary>Pieces of peers that lie or are mistaken.</summary>
    [Fact]
    public void WrongPiecesAreRefused()
    {
        Grow(_source, 20);
        using var earlier = _source.TakeStateSnapshot()!;
        Grow(_source, 21);
        using var snapshot = _source.TakeStateSnapshot()!;
        using var target = _directory.Open();
        var restore = target.BeginRestore(snapshot.Manifest.Header, snapshot.Manifest.Certificate);
        Assert.Equal(RestoreOutcome.Refused, restore.AddChunk(earlier.ReadChunk(StatePrefix.All)));
        var right = snapshot.ReadChunk(StatePrefix.All);
        var fewer = StateChunk.Create(StatePrefix.All, [], null, [.. right.Entries.Skip(1)]);
        Assert.Equal(RestoreOutcome.Refused, restore.AddChunk(fewer));

        Block At(ulong height) => _source.ReadBlock(new SequenceNumber(height))!;
        var block = At(21);
        Assert.Equal(RestoreOutcome.Refused, restore.ImportHistory(At(20)));
        Assert.Equal(RestoreOutcome.Refused, restore.ImportHistory(block with { Batch = At(20).Batch }));
        Assert.Equal(RestoreOutcome.Refused, restore.ImportHistory(block with { Receipts = At(20).Receipts }));
        Assert.Equal(RestoreOutcome.Refused, restore.ImportHistory(block with { Receipts = [] }));
        Assert.Equal(RestoreOutcome.Refused, restore.ImportHistory(
            block with { Header = block.Header with { TimeMilliseconds = 1 } }));

        // All of it fits itself, but it is not the block that the certified header names.
        Assert.Equal(RestoreOutcome.Refused, restore.ImportHistory(
            block with { Header = block.Header with { PreviousHash = Digest.Zero } }));
        Assert.Equal(RestoreOutcome.Added, restore.ImportHistory(block with { Certificate = new(default, []) }));
        Assert.Equal(RestoreOutcome.Refused, restore.ImportHistory(At(19)));
        Assert.False(restore.Progress.IsComplete);
        Assert.Throws<InvalidOperationException>(restore.Complete);
        Assert.Equal(RestoreOutcome.Added, restore.AddChunk(snapshot.ReadChunk(StatePrefix.All)));
        restore.Complete();
        CheckSame(_source, target);
        Assert.Equal(21UL, target.LowestBlock.Value);
        Assert.Equal(3, target.HeadCertificate!.Votes.Count);
        Assert.Throws<InvalidOperationException>(() => restore.AddChunk(right));
    }

    /// <summary>Nothing is installed while a part or the block is missing, or when the ledger was faster.</summary>
    [Fact]
    public void MissingPiecesAreNoticed()
    {
        Grow(_source, 10);
        using var snapshot = _source.TakeStateSnapshot()!;
        using var target = _directory.Open();
        var restore = target.BeginRestore(_source.Head!, _source.HeadCertificate!);
        FetchHistory(restore, _source, 5);
        foreach (var part in restore.Progress.Missing(3).Skip(1).ToArray())
        {
            restore.AddChunk(snapshot.ReadChunk(part));
        }

        Assert.False(restore.IsComplete);
        Assert.Throws<InvalidOperationException>(restore.Complete);
        Assert.Equal(new StatePrefix[] { StatePrefix.Of(Digest.Zero, 3) }, restore.Progress.Missing(1));
        var again = target.BeginRestore(_source.Head!, _source.HeadCertificate!);
        Assert.Throws<InvalidOperationException>(() => restore.AddChunk(snapshot.ReadChunk(StatePrefix.All)));
        Assert.Equal(5UL, again.LowestBlock.Value);
        Grow(target, 10);
        FetchState(again, snapshot, 0, new Random(1));
        Assert.Throws<InvalidOperationException>(again.Complete);
        CheckSame(_source, target);
        Assert.Throws<InvalidOperationException>(() => target.BeginRestore(_source.Head!, _source.HeadCertificate!));
    }

    /// <summary>
    /// What is staged survives a restart; pieces of another snapshot do not; discarding leaves nothing.
    /// </summary>
    [Fact]
    public void GoesOnAfterARestart()
    {
        Grow(_source, 20);
        using var snapshot = _source.TakeStateSnapshot()!;
        StatePrefix[] missing;
        using (var target = _directory.Open())
        {
            Grow(target, 3);
            Assert.Null(target.InterruptedRestore);
            var restore = target.BeginRestore(_source.Head!, _source.HeadCertificate!);
            foreach (var part in restore.Progress.Missing(4).Where((_, i) => i % 3 != 0).ToArray())
            {
                restore.AddChunk(snapshot.ReadChunk(part));
            }

            FetchHistory(restore, _source, 18);
            missing = [.. restore.Progress.Missing(0)];
        }

        using (var again = _directory.Open())
        {
            Assert.Equal(3UL, again.Height.Value);
            again.VerifyIntegrity();
            var interrupted = again.InterruptedRestore!.Value;
            var restore = again.BeginRestore(interrupted.Header, interrupted.Certificate);
            Assert.Equal(missing, restore.Progress.Missing(0));
            Assert.Equal(18UL, restore.LowestBlock.Value);
            var other = again.BeginRestore(_source.ReadHeader(new SequenceNumber(19))!, _source.HeadCertificate!);
            Assert.Equal([StatePrefix.All], other.Progress.Missing(0));
            Assert.Equal(20UL, other.LowestBlock.Value);
            other.Discard();
            Assert.Null(again.InterruptedRestore);
            restore = again.BeginRestore(_source.Head!, _source.HeadCertificate!);
            FetchState(restore, snapshot, 2, new Random(2));
            Grow(again, 20);
        }

        // The ledger has reached the snapshot by itself: what was staged goes.
        using var last = _directory.Open();
        Assert.Null(last.InterruptedRestore);
    }

    /// <summary>Staged bytes that were changed on the disk are noticed before the old ledger is touched.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DamagedStagingIsDiscarded(bool removes)
    {
        Grow(_source, 20);
        using var snapshot = _source.TakeStateSnapshot()!;
        using (var target = _directory.Open())
        {
            Grow(target, 3);
            var restore = target.BeginRestore(_source.Head!, _source.HeadCertificate!);
            FetchState(restore, snapshot, 1, new Random(1));
            FetchHistory(restore, _source, 15);
        }

        using (var database = DatabaseOpener.Open(_directory.Path, new StoreOptions(), readOnly: false))
        using (var batch = database.CreateBatch())
        {
            using var iterator = database.Iterate(ColumnFamily.Staging, StagingKeys.Entries);
            if (removes)
            {
                batch.Delete(ColumnFamily.Staging, iterator.Key);
            }
            else
            {
                batch.Put(ColumnFamily.Staging, iterator.Key, [.. iterator.Value, 1]);
            }

            batch.Commit(sync: true);
        }

        using var again = _directory.Open();
        var resumed = again.BeginRestore(_source.Head!, _source.HeadCertificate!);
        Assert.True(resumed.IsComplete);
        Assert.Equal(StorageFailure.Damaged, Assert.Throws<StorageException>(resumed.Complete).Failure);
        Assert.Null(again.InterruptedRestore);
        Assert.Equal(3UL, again.Height.Value);
        again.VerifyIntegrity();
        Restore(again, _source);
        CheckSame(_source, again);
    }
}
