using FsCheck.Fluent;
using static Ledger.Primitives.Tests.SnapshotSamples;

namespace Ledger.Primitives.Tests;

public sealed class StateChunkTests
{
    private static readonly Codec.RoundTrip Chunk = bytes => StateChunk.TryDecode(bytes)?.Encode();

    private static readonly FsCheck.Gen<(int Count, int Depth, int Seed)> Cuts =
        from count in Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(0, 200))
        from depth in Gen.Choose(0, 12)
        from seed in Gen.Choose(0, 1_000_000)
        select (count, depth, seed);

    [Fact]
    public void AnyCutGivesTheStateBack() => Property.Holds(Cuts, cut =>
    {
        var state = State(cut.Count, cut.Seed);
        var set = new StateEntrySet(state);
        Assert.Equal(Root(state), set.Root);
        var chunks = FetchAll(set.ReadChunk, new SnapshotProgress(), cut.Depth, new Random(cut.Seed));
        Assert.Equal(1 << cut.Depth, chunks.Count);
        var received = new List<SnapshotEntry>();
        foreach (var chunk in chunks)
        {
            var decoded = StateChunk.TryDecode(chunk.Encode())!;
            Assert.True(decoded.Verify(set.Root));
            Assert.Equal(chunk.Encode(), decoded.Encode());
            received.AddRange(decoded.Entries);
        }

        Assert.Equal(cut.Count, received.Count);
        Assert.Equal(set.Root, Root(received));
        return true;
    }, 60);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(12)]
    [InlineData(-5)]
    public void NoDamagedByteMakesAFalseChunk(int count)
    {
        // Negative: keys that share 14 bits, so that proofs are long and end above, at and below the prefix.
        var state = count >= 0 ? State(count) : Crowded(-count, 14);
        var set = new StateEntrySet(state);
        var paths = state.Select(e => StateTree.PathOf(e.Key)).Append(Digest.Of("elsewhere"u8)).ToArray();
        var bounced = 0;
        int[] depths = [0, 1, 3, 9, 15, 40, 256];
        foreach (var (path, depth) in paths.SelectMany(p => depths, (p, d) => (p, d)).Take(40))
        {
            var bytes = set.ReadChunk(StatePrefix.Of(path, depth)).Encode();
            Assert.True(Codec.IsCanonical(Chunk, bytes));
            for (var at = 0; at < bytes.Length; at++)
            {
                foreach (var change in (byte[])[1, 2, 4, 8, 16, 32, 64, 128, 0xFF])
                {
                    bytes[at] ^= change;
                    Codec.IsCanonical(Chunk, bytes);
                    var damaged = StateChunk.TryDecode(bytes);
                    if (damaged?.Verify(set.Root) ?? false)
                    {
                        // Where nothing or one leaf stands, another prefix may be proven by the same hashes: then it
                        // is that part's own chunk, and tells the truth about it.
                        Assert.True(at < 1 + StatePrefix.Size, $"byte {at} of the chunk at {depth}");
                        Assert.NotEqual(StatePrefix.Of(path, depth), damaged.Prefix);
                        Assert.Equal(set.ReadChunk(damaged.Prefix).Encode(), bytes);
                    }

                    bounced += damaged == null ? 0 : 1;
                    bytes[at] ^= change;
                }
            }

            Assert.Null(StateChunk.TryDecode([.. bytes, 0]));
            Assert.Null(StateChunk.TryDecode(bytes.AsSpan(..^1)));
        }

        Assert.True(bounced > 0 || count == 0, "the form alone refused everything: the proof was never asked");
    }

    [Fact]
    public void AChunkIsOfOneRootAndPrefixOnly()
    {
        var state = State(50);
        var set = new StateEntrySet(state);
        var changed = new StateEntrySet([.. state[1..], state[0] with { Value = [.. state[0].Value, 1] }]);
        foreach (var prefix in new SnapshotProgress().Missing(3))
        {
            var chunk = set.ReadChunk(prefix);
            var holdsTheChange = prefix.Contains(StateTree.PathOf(state[0].Key));
            Assert.True(chunk.Verify(set.Root));
            Assert.False(chunk.Verify(changed.Root), "siblings or entries must differ");
            Assert.Equal(
                holdsTheChange,
                !chunk.Entries.Select(e => Convert.ToHexString(e.Value)).SequenceEqual(
                    changed.ReadChunk(prefix).Entries.Select(e => Convert.ToHexString(e.Value))));
            foreach (var other in new SnapshotProgress().Missing(3).Where(p => p != prefix))
            {
                Assert.False(IsTrue(() => StateChunk.Create(other, chunk.Siblings, null, []), set.Root));
                Assert.False(IsTrue(() => StateChunk.Create(other, chunk.Siblings, null, chunk.Entries), set.Root));
            }
        }
    }

    [Fact]
    public void LeavingOutOrAddingAnEntryIsSeen()
    {
        var set = new StateEntrySet(State(60));
        foreach (var prefix in new SnapshotProgress().Missing(2))
        {
            var chunk = set.ReadChunk(prefix);
            for (var left = 0; left < chunk.Entries.Count; left++)
            {
                SnapshotEntry[] fewer = [.. chunk.Entries.Take(left), .. chunk.Entries.Skip(left + 1)];
                Assert.False(StateChunk.Create(prefix, chunk.Siblings, null, fewer).Verify(set.Root));
            }

            var more = State(200).Skip(60).First(e => prefix.Contains(StateTree.PathOf(e.Key)));
            var entries = chunk.Entries.Append(more).OrderBy(e => StateTree.PathOf(e.Key)).ToArray();
            Assert.False(StateChunk.Create(prefix, chunk.Siblings, null, entries).Verify(set.Root));
        }
    }

    [Fact]
    public void ASubtreeCannotBePassedOffAsEmptyOrAsALeaf()
    {
        var set = new StateEntrySet(State(40));
        var prefix = StatePrefix.All.Child(0).Child(1).Child(0);
        var chunk = set.ReadChunk(prefix);
        Assert.True(chunk.Entries.Count > 1 && chunk.Siblings.Count == 3);
        for (var depth = 0; depth <= 3; depth++)
        {
            Digest[] siblings = [.. chunk.Siblings.Take(depth)];
            Assert.False(StateChunk.Create(prefix, siblings, null, []).Verify(set.Root));
            Assert.False(StateChunk.Create(prefix, siblings, null, [chunk.Entries[0]]).Verify(set.Root));
            if (depth < 3)
            {
                var beside = StatePrefix.Of(prefix.Path, depth).Child(1 - prefix.Path.Bit(depth)).Path;
                var forged = StateChunk.Create(prefix, siblings, (beside, Digest.Zero), []);
                Assert.False(forged.Verify(set.Root));
            }
        }
    }

    [Fact]
    public void MalformedChunksAreRefused()
    {
        var set = new StateEntrySet(State(20));
        var chunk = set.ReadChunk(StatePrefix.All.Child(1));
        Digest[] siblings = [.. chunk.Siblings];
        var other = (StatePrefix.All.Path, Digest.Zero);
        Refused(chunk.Prefix, [.. siblings, Digest.Zero], null, chunk.Entries);
        Refused(chunk.Prefix, siblings, other, chunk.Entries);
        Refused(chunk.Prefix, siblings, other, []);
        Refused(chunk.Prefix, [], null, chunk.Entries);
        Refused(chunk.Prefix, [], (chunk.Prefix.Path, Digest.Zero), []);
        Refused(chunk.Prefix, siblings, null, [.. chunk.Entries.Reverse()]);
        Refused(chunk.Prefix, siblings, null, [chunk.Entries[0], chunk.Entries[0]]);
        Refused(StatePrefix.All.Child(0), siblings, null, chunk.Entries);
        Refused(StatePrefix.All, [], null, [new SnapshotEntry(new byte[IStateView.KeySizeMax + 1], [])]);
        Refused(StatePrefix.All, [], null, [new SnapshotEntry([1], new byte[IStateView.ValueSizeMax + 1])]);
        Assert.Null(StateChunk.TryDecode(new byte[StateChunk.SizeMax + 1]));
        Assert.Null(StateChunk.TryDecode(default));
    }

    [Fact]
    public void ALargePartIsCutUntilItFits()
    {
        // Nine of the longest values: three fit into one chunk.
        SnapshotEntry[] state =
        [
            .. State(100).Select((e, i) => i < 9 ? e with { Value = new byte[IStateView.ValueSizeMax] } : e),
        ];
        var set = new StateEntrySet(state);
        var progress = new SnapshotProgress();
        var chunks = FetchAll(set.ReadChunk, progress, 0, new Random(1));
        Assert.True(chunks.Count >= 3);
        Assert.Equal(set.Root, Root(chunks.SelectMany(c => c.Entries)));
        Assert.All(chunks, c => Assert.InRange(c.Encode().Length, 1, StateChunk.SizeMax));
        Assert.All(chunks, c => Assert.True(StateChunk.TryDecode(c.Encode())!.Verify(set.Root)));
        Assert.Equal(0, progress.Points);
    }

    [Fact]
    public void AKeyComesOnce() =>
        Assert.Throws<ArgumentException>(() => new StateEntrySet([new SnapshotEntry([1], [1]), new SnapshotEntry([1], [2])]));

    private static void Refused(
        StatePrefix prefix, Digest[] siblings, (Digest, Digest)? other, IReadOnlyList<SnapshotEntry> entries) =>
        Assert.Throws<ArgumentException>(() => StateChunk.Create(prefix, siblings, other, entries));

    private static bool IsTrue(Func<StateChunk> create, Digest root)
    {
        try
        {
            return create().Verify(root);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
