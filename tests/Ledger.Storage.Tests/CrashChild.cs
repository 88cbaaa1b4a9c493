using System.Buffers.Binary;
using System.Globalization;
using Ledger.Primitives;

namespace Ledger.Storage.Tests;

/// <summary>Commits blocks and votes until it is killed, and says after each what is on the disk.</summary>
internal static class CrashChild
{
    /// <summary>First argument that starts it; the second is the directory.</summary>
    public const string Argument = "--crash-child";

    /// <summary>Key of the vote for the height being committed.</summary>
    public static ReadOnlySpan<byte> VoteKey => "vote"u8;

    /// <summary>Never returns by itself within a test's time.</summary>
    public static void Run(string directory)
    {
        // Small buffers: kills meet flushes and compactions as well.
        var options = new StoreOptions { WriteBufferBytesMax = 1 << 20, WriteAheadLogBytesMax = 1 << 20 };
        using var store = LedgerStore.Open(directory, TestChain.Id, options);
        var output = Console.Out;
        output.WriteLine("open " + store.Height);
        output.Flush();
        while (true)
        {
            var height = store.Height.Next;
            var vote = new byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(vote, height.Value);
            store.SaveConsensus([(VoteKey.ToArray(), vote)], sync: true);
            output.WriteLine("vote " + height);
            output.Flush();
            var pending = store.Stage(null, height, TestChain.WritesAt(height.Value));
            var transaction = TestChain.Transaction(height.Value, 2_000);
            store.CommitBlock(TestChain.Block(store.Head, pending, transaction), pending, sync: true);
            output.WriteLine("block " + height);
            output.Flush();
        }
    }

    /// <summary>Reads a line such as <c>block 12</c>.</summary>
    public static (string Kind, SequenceNumber Height) Parse(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return (line[..space], new SequenceNumber(ulong.Parse(line.AsSpan(space + 1), CultureInfo.InvariantCulture)));
    }
}
