using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Ledger.Primitives;

namespace Ledger.Storage.Tests;

/// <summary>
/// A process that is killed with SIGKILL while it commits, votes, prunes and makes backups leaves a whole number of
/// blocks, and all that it had acknowledged; also when the unsynced end of its log is lost, as in a power cut. The
/// environment variable LEDGER_CRASH_KILLS sets the number of kills (200 in the long form), LEDGER_CRASH_SEED another
/// seed.
/// </summary>
public sealed class CrashTests
{
    private const int DefaultKills = 10;
    private const int LinesMax = 120;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SortedDictionary<string, string> _state = new(StringComparer.Ordinal);
    private readonly CrashModel _model = new();
    private ulong _stateHeight;
    private (int Torn, long Bytes, int Refused) _cuts;
    private int _backups;

    /// <summary>The same directory survives one kill after another.</summary>
    [Fact]
    public async Task KilledWhileCommitting()
    {
        var kills = Number("LEDGER_CRASH_KILLS", DefaultKills);
        var seed = Number("LEDGER_CRASH_SEED", 20);
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        using var directory = new TestDirectory(onDisk: true);
        for (var kill = 0; kill < kills; kill++)
        {
            await RunAndKill(directory.Path, random.Next(2, LinesMax), random.Next());
            var lowestHead = kill % 2 == 1 && CutLog(directory, random) ? _model.Synced : _model.Written;
            CheckState(directory, lowestHead);
            CheckBackups(directory);
        }

        using var audit = directory.OpenReadOnly();
        Assert.True(audit.VerifyIntegrity().Entries > 0);
        Assert.True(_model.Written > (ulong)kills, "the killed processes hardly committed anything");
        Assert.True(_cuts.Torn > kills / 8, $"only {_cuts.Torn} logs had an end to lose");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {kills} kills, {_model.Written} blocks, {_cuts.Torn} logs cut by {_cuts.Bytes} bytes, " +
            $"{_cuts.Refused} scribbled logs refused, {_backups} backups restored, blocks kept from {_model.Lowest}, " +
            $"{watch.Elapsed.TotalSeconds:F0} s"));
    }

    private async Task RunAndKill(string directory, int lines, int seed)
    {
        using var child = TestProcess.Start(
            CrashChild.Argument, directory, seed.ToString(CultureInfo.InvariantCulture));
        using var timeout = new CancellationTokenSource(Patience);
        while (await child.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            _model.Hear(line);

            // Lines that were under way when the process was killed are acknowledged as well: read on to the end.
            if (--lines == 0)
            {
                child.Kill();
            }
        }

        await child.WaitForExitAsync(timeout.Token);
        Assert.True(
            lines <= 0, "the process ended by itself: " + await child.StandardError.ReadToEndAsync(timeout.Token));
    }

    /// <summary>Takes away a part of what was written after the last acknowledged sync, if there is any.</summary>
    private bool CutLog(TestDirectory directory, Random random)
    {
        var log = new DirectoryInfo(directory.Path).GetFiles("*.log").MaxBy(f => f.Name)!;
        var synced = log.Name == _model.Log.Name ? _model.Log.Size : 0;
        if (log.Length <= synced)
        {
            return false;
        }

        CheckScribble(directory, log, synced, random);
        var size = random.NextInt64(synced, log.Length);
        _cuts = (_cuts.Torn + 1, _cuts.Bytes + log.Length - size, _cuts.Refused);
        using (var file = log.OpenWrite())
        {
            file.SetLength(size);
        }

        // The state in memory may be ahead of what is left.
        _stateHeight = 0;
        _state.Clear();
        return true;
    }

    /// <summary>Garbage in the place of the unsynced end: refused, or opened with all that was acknowledged.</summary>
    private void CheckScribble(TestDirectory directory, FileInfo log, long synced, Random random)
    {
        using var copy = directory.Copy();
        using (var file = File.OpenWrite(Path.Combine(copy.Path, log.Name)))
        {
            file.Position = random.NextInt64(synced, log.Length);
            var garbage = new byte[log.Length - file.Position];
            random.NextBytes(garbage);
            file.Write(garbage);
        }

        try
        {
            using var store = copy.Open();
            Assert.InRange(store.Height.Value, _model.Synced, _model.Written + 1);
            Assert.InRange(VoteOf(store), _model.Vote, _model.Written + 2);
        }
        catch (StorageException failure)
        {
            Assert.Equal(StorageFailure.Damaged, failure.Failure);
            _cuts.Refused++;
        }
    }

    private void CheckState(TestDirectory directory, ulong lowestHead)
    {
        using var store = directory.Open();

        // One block more may have been written than could be said.
        Assert.InRange(store.Height.Value, lowestHead, _model.Written + 1);
        var vote = VoteOf(store);
        Assert.InRange(vote, _model.Vote, _model.Written + 2);
        Assert.InRange(store.LowestBlock.Value, _model.Lowest, _model.LowestMax);
        Assert.InRange(
            store.LowestHistoryOf(CrashChild.ShortLived).Value, _model.Prefix, Math.Max(_model.PrefixMax, _model.LowestMax));
        PrefixPruningTests.CheckRemoved(store, CrashChild.ShortLived);
        store.VerifyIntegrity();
        _model.Restarted(store.Height.Value, vote, store.LowestBlock.Value);

        var previous = store.ReadHeader(new SequenceNumber(store.LowestBlock.Value - 1))?.Hash ?? TestChain.Id;
        for (var height = store.LowestBlock; height <= store.Height; height = height.Next)
        {
            var block = store.ReadBlock(height)!;
            Assert.Equal(previous, block.Header.PreviousHash);
            previous = block.Header.Hash;
            Assert.Equal((height, 0), store.FindTransaction(block.Batch.Transactions[0].Id));
        }

        Assert.Equal(store.Head!.Hash, previous);
        Assert.Null(store.ReadBlockBytes(store.Height.Next));
        Assert.Null(store.ReadBlockBytes(new SequenceNumber(store.LowestBlock.Value - 1)));
        Assert.NotNull(store.ReadHeader(new SequenceNumber(1)));
        AdvanceState(store.Height.Value);
        var found = store.View(null).Scan(default)
            .Select(e => (Convert.ToHexString(e.Key), Convert.ToHexString(e.Value)));
        Assert.Equal(_state.Select(e => (e.Key, e.Value)), found);
    }

    private void AdvanceState(ulong to)
    {
        while (_stateHeight < to)
        {
            foreach (var write in TestChain.WritesAt(++_stateHeight))
            {
                _state.Remove(Convert.ToHexString(write.Key));
                if (write.Value != null)
                {
                    _state[Convert.ToHexString(write.Key)] = Convert.ToHexString(write.Value);
                }
            }
        }
    }

    /// <summary>Finished backups are whole; of an unfinished one nothing has the backup's name.</summary>
    private void CheckBackups(TestDirectory directory)
    {
        foreach (var height in _model.Backups)
        {
            var backup = directory.Beside("backup" + height.ToString(CultureInfo.InvariantCulture));
            var restored = directory.Beside("restored");
            Assert.Equal(height, LedgerStore.RestoreBackup(backup, restored, 9).Value);
            using (var node = LedgerStore.Open(restored, TestChain.Id))
            {
                Assert.Equal((height, 9UL), (node.Height.Value, node.Incarnation));
                Assert.Empty(node.LoadConsensus());
                node.VerifyIntegrity();
            }

            Directory.Delete(restored, recursive: true);
            _backups++;
        }

        _model.Backups.Clear();
        foreach (var name in directory.Names().Where(n => n != "node").ToArray())
        {
            // One more may be whole: the process was killed before it could say so.
            var path = directory.Beside(name);
            if (!name.Contains(".partial", StringComparison.Ordinal))
            {
                using var audit = LedgerStore.OpenReadOnly(path, TestChain.Id);
                Assert.True(audit.IsBackup);
            }

            Directory.Delete(path, recursive: true);
        }
    }

    private static ulong VoteOf(LedgerStore store)
    {
        var votes = store.LoadConsensus();
        return votes.Count == 0 ? 0 : BinaryPrimitives.ReadUInt64BigEndian(Assert.Single(votes).Value);
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
