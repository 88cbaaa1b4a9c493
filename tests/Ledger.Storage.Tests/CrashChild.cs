using System.Buffers.Binary;
using System.Globalization;
using Ledger.Primitives;

namespace Ledger.Storage.Tests;

/// <summary>
/// Commits blocks and votes until it is killed, prunes and makes backups now and then, and says after each step what
/// is on the disk: <c>KIND HEIGHT LOG SIZE</c>, with the newest write-ahead log and its size at that moment.
/// </summary>
internal static class CrashChild
{
    /// <summary>First argument that starts it; the second is the directory, the third a seed.</summary>
    public const string Argument = "--crash-child";

    /// <summary>Blocks that are always kept.</summary>
    public const ulong ValidityWindow = 20;

    private const ulong BlocksKept = 60;

    // Heights for which less history is kept of some keys.
    private const ulong PrefixAhead = 30;

    /// <summary>Key of the vote for the height being committed.</summary>
    public static ReadOnlySpan<byte> VoteKey => "vote"u8;

    /// <summary>Keys of which less history is kept.</summary>
    public static ReadOnlySpan<byte> ShortLived => "test\00"u8;

    /// <summary>Never returns by itself within a test's time.</summary>
    public static void Run(string directory, int seed)
    {
        // Small buffers: kills meet flushes and compactions as well.
        var options = new StoreOptions { WriteBufferBytesMax = 1 << 20, WriteAheadLogBytesMax = 1 << 20 };
        using var store = LedgerStore.Open(directory, TestChain.Id, options);
        var random = new Random(seed);
        Say("open", store.Height.Value, directory);
        while (true)
        {
            // Votes are always synced, blocks now and then: what is written between two synced writes may be torn.
            var height = store.Height.Next;
            if (random.Next(3) == 0)
            {
                var vote = new byte[8];
                BinaryPrimitives.WriteUInt64BigEndian(vote, height.Value);
                store.SaveConsensus([(VoteKey.ToArray(), vote)], sync: true);
                Say("vote", height.Value, directory);
            }

            var pending = store.Stage(null, height, TestChain.WritesAt(height.Value));
            var transaction = TestChain.Transaction(height.Value, 2_000);
            var sync = random.Next(4) == 0;
            store.CommitBlock(TestChain.Block(store.Head, pending, transaction), pending, sync);
            Say(sync ? "block" : "written", height.Value, directory);
            if (random.Next(60) == 0 && height.Value > BlocksKept)
            {
                var lowest = new SequenceNumber(height.Value - BlocksKept);
                Say("pruning", lowest.Value, directory);
                store.PruneBlocks(lowest, ValidityWindow);
                store.PruneHistory(lowest);
                Say("pruned", lowest.Value, directory);
                var younger = new SequenceNumber(lowest.Value + PrefixAhead);
                Say("prefixing", younger.Value, directory);
                store.PruneHistory(ShortLived, younger);
                Say("prefixed", younger.Value, directory);
            }

            if (random.Next(120) == 0)
            {
                Say("saving", height.Value, directory);
                store.Backup(Path.Combine(
                    Path.GetDirectoryName(directory)!, "backup" + height.Value.ToString(CultureInfo.InvariantCulture)));
                Say("saved", height.Value, directory);
            }
        }
    }

    private static void Say(string kind, ulong height, string directory)
    {
        var log = new DirectoryInfo(directory).GetFiles("*.log").MaxBy(f => f.Name)!;
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind} {height} {log.Name} {log.Length}"));
        Console.Out.Flush();
    }
}
