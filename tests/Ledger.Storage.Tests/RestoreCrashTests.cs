using static Ledger.Storage.Tests.SnapshotTransfer;

namespace Ledger.Storage.Tests;

/// <summary>A restore that is cut off anywhere leaves the old ledger or the new one.</summary>
public sealed class RestoreCrashTests
{
    private static readonly byte[] Vote = [7];

    // Each write in the long form, which LEDGER_LONG_TESTS=1 asks for; every third one otherwise.
    private static readonly int Stride = Environment.GetEnvironmentVariable("LEDGER_LONG_TESTS") == "1" ? 1 : 3;

    /// <summary>Before each single write (see <see cref="Stride"/>), one run after another.</summary>
    [Fact]
    public void CrashAtEveryWrite()
    {
        using var sourceDirectory = new TestDirectory();
        using var source = sourceDirectory.Open();
        Grow(source, 20);

        // More than one batch of state while installing.
        Fill(source, 6, 1 << 20);
        using var oldDirectory = new TestDirectory();
        FillOld(oldDirectory);
        var (interruptedInstallations, restored, crash) = (0, false, 0);
        for (; !restored; crash += Stride)
        {
            using var directory = oldDirectory.Copy();
            var writes = crash;
            var options = new StoreOptions
            {
                BeforeWrite = () =>
                {
                    if (writes-- == 0)
                    {
                        throw new StorageException(StorageFailure.InputOutput, "no space left");
                    }
                },
            };
            restored = TryRestore(directory, options, source);
            interruptedInstallations += CheckWhole(directory, source, restored) ? 1 : 0;
        }

        Assert.True(crash > 20, $"only {crash} writes");
        Assert.True(interruptedInstallations > 6 / Stride, $"only {interruptedInstallations} crashes while installing");
    }

    /// <summary>
    /// A log that lost its unsynced end, at many lengths, while pieces were being staged and installed.
    /// </summary>
    [Fact]
    public void TornLog()
    {
        using var sourceDirectory = new TestDirectory();
        using var source = sourceDirectory.Open();
        Grow(source, 20);
        using var directory = new TestDirectory();
        TestDirectory? image = null;
        var install = false;
        var options = new StoreOptions
        {
            BeforeWrite = () =>
            {
                // Only small records so far: all of them are in one log. The last image is that of the last write.
                if (install)
                {
                    image?.Dispose();
                    image = directory.Copy();
                }
            },
        };
        using (var target = directory.Open(options))
        {
            Grow(target, 3);
            target.SaveConsensus([(Vote, Vote)], sync: true);
            using var snapshot = source.TakeStateSnapshot()!;
            var restore = target.BeginRestore(source.Head!, source.HeadCertificate!);
            FetchState(restore, snapshot, 3, new Random(1));
            FetchHistory(restore, source, LowestOf(source));
            install = true;
            restore.Complete();
        }

        using var last = image!;
        var log = new DirectoryInfo(last.Path).GetFiles("*.log").MaxBy(f => f.Length)!;
        var heights = new HashSet<ulong>();
        var steps = 36 / Stride;
        for (var step = 0; step <= steps; step++)
        {
            using var torn = last.Copy();
            using (var file = File.OpenWrite(Path.Combine(torn.Path, log.Name)))
            {
                file.SetLength(log.Length * step / steps);
            }

            using var store = torn.Open();
            heights.Add(store.Height.Value);
            Assert.Contains(store.Height.Value, (ulong[])[0, 1, 2, 3, 20]);
            store.VerifyIntegrity();
            if (store.Height == source.Height)
            {
                CheckSame(source, store);
            }
            else
            {
                Restore(store, source);
                CheckSame(source, store);
            }
        }

        Assert.True(heights.Contains(3) && heights.Contains(20), string.Join(' ', heights));
    }

    private static void FillOld(TestDirectory directory)
    {
        using var store = directory.Open();
        Grow(store, 3);
        store.SaveConsensus([(Vote, Vote)], sync: true);
    }

    private static bool TryRestore(TestDirectory directory, StoreOptions options, LedgerStore source)
    {
        using var target = directory.Open(options);
        try
        {
            Restore(target, source);
            return true;
        }
        catch (StorageException failure) when (failure.Failure == StorageFailure.InputOutput)
        {
            Assert.Throws<StorageException>(() => target.SaveConsensus([(Vote, Vote)], sync: true));
            return false;
        }
    }

    /// <summary>Old or new, never between; then it can be finished.</summary>
    /// <returns>Whether the crash came while installing.</returns>
    private static bool CheckWhole(TestDirectory directory, LedgerStore source, bool restored)
    {
        var wasInstalling = false;
        try
        {
            using var audit = directory.OpenReadOnly();
            audit.VerifyIntegrity();
            Assert.Equal(restored ? source.Height.Value : 3, audit.Height.Value);
        }
        catch (StorageException failure) when (failure.Failure == StorageFailure.RestoreInterrupted)
        {
            wasInstalling = true;
        }

        using var store = directory.Open();
        Assert.Equal(Vote, Assert.Single(store.LoadConsensus()).Value);
        if (wasInstalling || restored)
        {
            CheckSame(source, store);
            return wasInstalling;
        }

        Assert.Equal(3UL, store.Height.Value);
        Assert.Equal(1UL, store.LowestBlock.Value);
        using var fresh = new TestDirectory();
        using var expected = fresh.Open();
        Grow(expected, 3);
        Assert.Equal(Dump(expected), Dump(store));
        Restore(store, source, seed: 2);
        CheckSame(source, store);
        return false;
    }
}
