using System.Buffers.Binary;

namespace Ledger.Primitives.Tests;

/// <summary>States to cut into chunks, and the oracle's root of them.</summary>
internal static class SnapshotSamples
{
    public static SnapshotEntry[] State(int count, int seed = 1, int valueSizeMax = 20)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new SnapshotEntry(Key(i), Bytes(random, valueSizeMax)))];
    }

    /// <summary>Keys whose paths share at least so many first bits with the first one's.</summary>
    public static SnapshotEntry[] Crowded(int count, int bits)
    {
        var path = StateTree.PathOf(Key(0));
        return [.. Enumerable.Range(0, int.MaxValue).Select(Key)
            .Where(key => StatePrefix.Of(StateTree.PathOf(key), bits) == StatePrefix.Of(path, bits))
            .Take(count).Select(key => new SnapshotEntry(key, key))];
    }

    public static Digest Root(IEnumerable<SnapshotEntry> state) =>
        NaiveStateTree.Root([.. state.Select(e => (StateTree.PathOf(e.Key), Digest.Of(e.Value)))]);

    /// <summary>Fetches whatever is missing, a random part at a time.</summary>
    public static List<StateChunk> FetchAll(
        Func<StatePrefix, StateChunk> read, SnapshotProgress progress, int depth, Random random)
    {
        var chunks = new List<StateChunk>();
        while (!progress.IsComplete)
        {
            var missing = progress.Missing(depth).Take(50).ToArray();
            var chunk = read(missing[random.Next(missing.Length)]);
            Assert.True(progress.Add(chunk.Prefix));
            chunks.Add(chunk);
        }

        return chunks;
    }

    private static byte[] Key(int number)
    {
        var key = new byte[10];
        "wallet"u8.CopyTo(key);
        BinaryPrimitives.WriteInt32LittleEndian(key.AsSpan(6), number);
        return key;
    }

    private static byte[] Bytes(Random random, int sizeMax)
    {
        var bytes = new byte[random.Next(sizeMax + 1)];
        random.NextBytes(bytes);
        return bytes;
    }
}
