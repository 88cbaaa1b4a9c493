using FsCheck.Fluent;

namespace Ledger.Primitives.Tests;

public sealed class SnapshotProgressTests
{
    private const int Depth = 8;

    private static readonly FsCheck.Gen<StatePrefix[]> Parts = Gen.ArrayOf(
        from depth in Gen.Choose(0, Depth + 3)
        from first in Gen.Choose(0, 255)
        from second in Gen.Choose(0, 255)
        select StatePrefix.Of(new Digest([(byte)first, (byte)second, .. new byte[30]]), depth));

    [Fact]
    public void AgreesWithASetOfSmallestParts() => Property.Holds(Parts, parts =>
    {
        var progress = new SnapshotProgress();
        var model = new HashSet<StatePrefix>();
        var smallest = new SnapshotProgress().Missing(Depth + 3).ToArray();
        foreach (var part in parts)
        {
            var added = smallest.Where(s => part.Contains(s.Path)).ToArray();
            Assert.Equal(added.All(model.Contains), progress.IsCovered(part));
            Assert.Equal(!added.All(model.Contains), progress.Add(part));
            model.UnionWith(added);
            Assert.True(progress.IsCovered(part));
        }

        Assert.Equal(smallest.Where(s => !model.Contains(s)), progress.Missing(Depth + 3));
        Assert.Equal(model.Count == smallest.Length, progress.IsComplete);
        foreach (var part in progress.Missing(2))
        {
            Assert.True(part.Depth >= 2 && progress.Add(part));
        }

        return progress.IsComplete && progress.Points == 0;
    }, 40);

    [Fact]
    public void MissingPartsAreDisjointAscendingAndLazy()
    {
        var progress = new SnapshotProgress();
        Assert.Equal([StatePrefix.All], progress.Missing(0));
        Assert.True(progress.Add(StatePrefix.All.Child(0).Child(1)));
        Assert.Equal([StatePrefix.All.Child(0).Child(0), StatePrefix.All.Child(1)], progress.Missing(1));
        Assert.Equal(2, progress.Missing(200).Take(2).Count());
        Assert.False(progress.IsComplete);
    }

    [Fact]
    public void MemoryIsBounded()
    {
        var progress = new SnapshotProgress();
        var random = new Random(1);
        var bytes = new byte[Digest.Size];
        var added = true;
        while (added)
        {
            random.NextBytes(bytes);
            added = progress.Add(StatePrefix.Of(new Digest(bytes), StateTree.DepthMax));
            Assert.InRange(progress.Points, 1, SnapshotProgress.PointsMax);
        }

        // Whole parts need no room: it can still be completed.
        Assert.True(progress.Add(StatePrefix.All.Child(1)));
        Assert.True(progress.Add(StatePrefix.All.Child(0)));
        Assert.True(progress.IsComplete);
        Assert.Equal(0, progress.Points);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(256)]
    public void PrefixesEncodeInOneWay(int depth)
    {
        var prefix = StatePrefix.Of(Digest.Of("path"u8), depth);
        var bytes = prefix.Encode(new CanonicalWriter()).ToArray();
        Assert.Equal(StatePrefix.Size, bytes.Length);
        var accepted = Codec.CheckAllMutations(Decoded, bytes);
        Assert.True(accepted > 0);
        Assert.True(prefix.Contains(Digest.Of("path"u8)));
        Assert.True(prefix.Contains(prefix) && StatePrefix.All.Contains(prefix));
        Assert.Equal(depth == 0, prefix.Contains(StatePrefix.All));
        Assert.True(depth == StateTree.DepthMax || prefix.Contains(prefix.Child(1)));
        for (var bit = 0; bit < StateTree.DepthMax; bit += 5)
        {
            var path = prefix.Path.ToArray();
            path[bit / 8] ^= (byte)(0x80 >> (bit % 8));
            Assert.Equal(bit >= depth, prefix.Contains(new Digest(path)));
        }
    }

    private static byte[]? Decoded(byte[] bytes)
    {
        var reader = new CanonicalReader(bytes);
        var prefix = StatePrefix.Decode(ref reader);
        return reader.IsComplete ? prefix.Encode(new CanonicalWriter()).ToArray() : null;
    }
}
