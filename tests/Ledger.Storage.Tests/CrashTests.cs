using System.Buffers.Binary;
using System.Diagnostics;
using System.Reflection;
using Ledger.Primitives;

namespace Ledger.Storage.Tests;

/// <summary>
/// A process that is killed with SIGKILL while it commits leaves a whole number of blocks, and all that it had
/// acknowledged.
/// </summary>
public sealed class CrashTests
{
    private const int Kills = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The same directory survives one kill after another.</summary>
    [Fact]
    public async Task KilledWhileCommitting()
    {
        var random = new Random(20);
        using var directory = new TestDirectory();
        var (lastVote, lastBlock) = (0UL, 0UL);
        for (var kill = 0; kill < Kills; kill++)
        {
            (lastVote, lastBlock) = await RunAndKill(directory.Path, random.Next(2, 120), lastVote, lastBlock);
            CheckState(directory, lastVote, lastBlock);
        }

        Assert.True(lastBlock > Kills, "the killed processes hardly committed anything");
    }

    private static async Task<(ulong Vote, ulong Block)> RunAndKill(
        string directory, int lines, ulong vote, ulong block)
    {
        using var child = Process.Start(StartInfo(directory))!;
        using var timeout = new CancellationTokenSource(Patience);
        while (await child.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            var (kind, height) = CrashChild.Parse(line);
            if (kind == "vote")
            {
                vote = height.Value;
            }
            else
            {
                block = Math.Max(block, height.Value);
            }

            // Lines that were under way when the process was killed are acknowledged as well: read on to the end.
            if (--lines == 0)
            {
                child.Kill();
            }
        }

        await child.WaitForExitAsync(timeout.Token);
        Assert.True(
            lines <= 0, "the process ended by itself: " + await child.StandardError.ReadToEndAsync(timeout.Token));
        return (vote, block);
    }

    private static void CheckState(TestDirectory directory, ulong lastVote, ulong lastBlock)
    {
        using (var audit = directory.OpenReadOnly())
        {
            Assert.True(audit.VerifyIntegrity().Entries > 0);
        }

        using var store = directory.Open();
        Assert.InRange(store.Height.Value, lastBlock, lastBlock + 1);
        var votes = store.LoadConsensus();
        Assert.Equal(CrashChild.VoteKey.ToArray(), Assert.Single(votes).Key);
        var vote = BinaryPrimitives.ReadUInt64BigEndian(votes[0].Value);
        Assert.InRange(vote, lastVote, lastVote + 1);

        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var previous = TestChain.Id;
        for (var height = 1UL; height <= store.Height.Value; height++)
        {
            var block = store.ReadBlock(new SequenceNumber(height))!;
            Assert.Equal(previous, block.Header.PreviousHash);
            previous = block.Header.Hash;
            Assert.Equal((block.Header.Height, 0), store.FindTransaction(block.Batch.Transactions[0].Id));
            foreach (var write in TestChain.WritesAt(height))
            {
                expected.Remove(Convert.ToHexString(write.Key));
                if (write.Value != null)
                {
                    expected[Convert.ToHexString(write.Key)] = Convert.ToHexString(write.Value);
                }
            }
        }

        Assert.Null(store.ReadBlockBytes(store.Height.Next));
        var found = store.View(null).Scan(default)
            .Select(e => (Convert.ToHexString(e.Key), Convert.ToHexString(e.Value)));
        Assert.Equal(expected.Select(e => (e.Key, e.Value)), found);
    }

    private static ProcessStartInfo StartInfo(string directory)
    {
        var host = Environment.ProcessPath!;
        var info = new ProcessStartInfo(host) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(host) == "dotnet")
        {
            info.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        }

        info.ArgumentList.Add(CrashChild.Argument);
        info.ArgumentList.Add(directory);
        return info;
    }
}
