using System.Globalization;
using Ledger.Primitives;
using static Ledger.Storage.Tests.TestChain;

namespace Ledger.Storage.Tests;

/// <summary>Snapshots and proofs, checked with what a client has: Primitives.StateProof and the header.</summary>
public sealed class ProofTests
{
    /// <summary>Present and absent keys are proven under the header's state root, and nothing else is.</summary>
    [Fact]
    public void ProofsVerifyUnderTheHeader()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open(new StoreOptions { TreeNodeBytesMax = 64 << 10 });
        for (var height = 1UL; height <= 30; height++)
        {
            Commit(store, WritesAt(height));
            for (var i = 0; i < 200; i += 7)
            {
                var key = Key(i.ToString("d3", CultureInfo.InvariantCulture));
                var read = store.ReadWithProof(key);
                Assert.Equal(height, read.Header!.Height.Value);
                Assert.NotNull(read.Certificate);
                Assert.Equal(store.View(null).Get(key), read.Value);
                Assert.True(read.Proof.Verify(read.Header.StateRoot, key, read.Value));
                Assert.False(read.Proof.Verify(read.Header.StateRoot, key, Value("forged")));
                Assert.False(read.Value != null && read.Proof.Verify(read.Header.StateRoot, key, null));
                Assert.False(read.Proof.Verify(Digest.Of("other root"u8), key, read.Value));
            }
        }
    }

    /// <summary>A tree with no key and with one key.</summary>
    [Fact]
    public void ProofsOfTheSmallestTrees()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        Commit(store);
        Assert.True(store.ReadWithProof(Key("a")).Proof.Verify(Digest.Zero, Key("a"), null));
        Commit(store, Writes(("a", "1")));
        Assert.Equal(StateTree.LeafHash(StateTree.PathOf(Key("a")), Digest.Of(Value("1"))), store.StateRoot);
        Assert.True(store.ReadWithProof(Key("a")).Proof.Verify(store.StateRoot, Key("a"), Value("1")));
        Assert.True(store.ReadWithProof(Key("b")).Proof.Verify(store.StateRoot, Key("b"), null));
        Commit(store, Writes(("a", null)));
        Assert.Equal(Digest.Zero, store.StateRoot);
    }

    /// <summary>A snapshot stays at its height while blocks are committed, for reads, scans and proofs.</summary>
    [Fact]
    public void SnapshotStandsStill()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open();
        var first = Commit(store, Writes(("a", "1"), ("b", "1")));
        using var snapshot = store.Snapshot();
        for (var height = 2UL; height < 20; height++)
        {
            // Their keys are digits, which come before "a".
            Commit(store, [.. WritesAt(height), .. Writes(("a", null))]);
        }

        Assert.Equal(1UL, snapshot.Height.Value);
        Assert.Equal(first.Header.Hash, snapshot.Header!.Hash);
        Assert.Equal(Value("1"), snapshot.Get(Key("a")));
        Assert.Equal([Key("a"), Key("b")], snapshot.Scan(default).Select(e => e.Key));
        var read = snapshot.ReadWithProof(Key("a"));
        Assert.True(read.Proof.Verify(first.Header.StateRoot, Key("a"), Value("1")));
        Assert.Null(store.View(null).Get(Key("a")));
    }

    /// <summary>Certified reads beside the committing thread always fit their own header.</summary>
    [Fact]
    public async Task CertifiedReadsBesideTheCommittingThread()
    {
        using var directory = new TestDirectory();
        using var store = directory.Open(new StoreOptions { TreeNodeBytesMax = 64 << 10 });
        Commit(store, WritesAt(1));
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var reads = 0;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancellation = TestContext.Current.CancellationToken;
        var reader = Task.Run(() =>
        {
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                var key = Key((i % 200).ToString("d3", CultureInfo.InvariantCulture));
                var read = store.ReadWithProof(key);
                Assert.True(read.Proof.Verify(read.Header!.StateRoot, key, read.Value));
                Interlocked.Increment(ref reads);
                started.TrySetResult();
            }
        }, cancellation);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
        for (var height = 2UL; height <= 200; height++)
        {
            Commit(store, WritesAt(height));
        }

        await end.CancelAsync();
        await reader;
        Assert.True(reads > 0);
    }

    /// <summary>
    /// An iterator or snapshot left open does not bring the process down when the store closes first.
    /// </summary>
    [Fact]
    public void SnapshotMayOutliveTheStore()
    {
        using var directory = new TestDirectory();
        var store = directory.Open();
        Commit(store, Writes(("a", "1")));
        using var snapshot = store.Snapshot();
        using var scan = snapshot.Scan(default).GetEnumerator();
        Assert.True(scan.MoveNext());
        store.Dispose();
        Assert.False(scan.MoveNext());
        snapshot.Dispose();
        Assert.Throws<ObjectDisposedException>(() => snapshot.Get(Key("a")));
        Assert.Throws<ObjectDisposedException>(() => store.View(null).Get(Key("a")));
    }
}
