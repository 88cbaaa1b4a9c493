using FsCheck.Fluent;

namespace Ledger.Primitives.Tests;

public sealed class MerkleTreeTests
{
    /// <summary>The leaves and roots that the reference implementations of Certificate Transparency publish.</summary>
    private static readonly (string Leaf, string Root)[] Published =
    [
        ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
        ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ];

    // A single leaf is its own root, so the two must differ for a claim to be false.
    private static readonly Digest SomeLeaf = MerkleTree.LeafHash([1]);

    [Fact]
    public void TheEmptyRootIsTheHashOfNothing() => Assert.Equal(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", MerkleTree.Root([]).ToString());

    [Fact]
    public void PublishedRoots()
    {
        Digest[] leaves = [.. Published.Select(p => MerkleTree.LeafHash(Convert.FromHexString(p.Leaf)))];
        for (var count = 1; count <= leaves.Length; count++)
        {
            Assert.Equal(Published[count - 1].Root, MerkleTree.Root(leaves.AsSpan(0, count)).ToString());
        }
    }

    [Fact]
    public void EverySizeAgreesWithTheNaiveTreeAndEveryPathVerifies()
    {
        for (var count = 1; count <= 70; count++)
        {
            var data = Data(count);
            Digest[] leaves = [.. data.Select(d => MerkleTree.LeafHash(d))];
            var root = MerkleTree.Root(leaves);
            Assert.Equal(NaiveMerkle.Root(data), root);
            for (var index = 0; index < count; index++)
            {
                var path = MerkleTree.Path(leaves, index);
                Assert.Equal(NaiveMerkle.Path(index, data), path);
                Assert.True(MerkleTree.Verify(root, leaves[index], index, count, path));
            }
        }
    }

    [Fact]
    public void AWrongPathNeverVerifies()
    {
        for (var count = 2; count <= 17; count++)
        {
            Digest[] leaves = [.. Data(count).Select(d => MerkleTree.LeafHash(d))];
            var root = MerkleTree.Root(leaves);
            for (var index = 0; index < count; index++)
            {
                var path = MerkleTree.Path(leaves, index);
                Assert.False(MerkleTree.Verify(root, leaves[(index + 1) % count], index, count, path));
                Assert.False(MerkleTree.Verify(root, leaves[index], (index + 1) % count, count, path));
                Assert.False(MerkleTree.Verify(root, leaves[index], index, count, path.AsSpan(1)));
                Assert.False(MerkleTree.Verify(root, leaves[index], index, count, [.. path, Digest.Zero]));
                Assert.False(MerkleTree.Verify(Digest.Of([1]), leaves[index], index, count, path));
                for (var level = 0; level < path.Length; level++)
                {
                    var wrong = (Digest[])path.Clone();
                    wrong[level] = Digest.Of(wrong[level].AsSpan());
                    Assert.False(MerkleTree.Verify(root, leaves[index], index, count, wrong));
                }
            }
        }
    }

    [Theory]
    [InlineData(-1, 4)]
    [InlineData(4, 4)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(int.MinValue, int.MaxValue)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void APlaceOutsideTheListNeverVerifies(int index, int count)
    {
        Digest[] leaves = [.. Data(4).Select(d => MerkleTree.LeafHash(d))];
        Assert.False(MerkleTree.Verify(MerkleTree.Root(leaves), leaves[0], index, count, MerkleTree.Path(leaves, 0)));
    }

    [Fact]
    public void AnyClaimAboutUntrustedNumbersIsAnsweredWithoutThrowing() => Property.Holds(
        from index in Gen.OneOf(Gen.Choose(-2, 9), Gen.Choose(int.MinValue, int.MaxValue))
        from count in Gen.OneOf(Gen.Choose(-2, 9), Gen.Choose(int.MinValue, int.MaxValue), Gen.Constant(int.MaxValue))
        from length in Gen.Choose(0, 40)
        select (index, count, length),
        claim => !MerkleTree.Verify(Digest.Zero, SomeLeaf, claim.index, claim.count, new Digest[claim.length]), 1000);

    [Fact]
    public void LeavesAndNodesAreHashedApart()
    {
        var left = Digest.Of([1]);
        var right = Digest.Of([2]);
        Assert.NotEqual(MerkleTree.NodeHash(left, right), MerkleTree.LeafHash([.. left.AsSpan(), .. right.AsSpan()]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1022)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(5000)]
    public void LeavesOfEverySizeHashAlike(int size)
    {
        var data = new byte[size];
        Assert.Equal(Digest.Of([0, .. data]), MerkleTree.LeafHash(data));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void APathOfNoLeafIsOurOwnBug(int index) =>
        Assert.ThrowsAny<ArgumentException>(() => MerkleTree.Path([Digest.Zero, Digest.Zero, Digest.Zero], index));

    private static byte[][] Data(int count) => [.. Enumerable.Range(0, count).Select(i => BitConverter.GetBytes(i * 7919))];
}
