using FsCheck.Fluent;

namespace Ledger.Primitives.Tests;

public sealed class StateProofTests
{
    private static readonly FsCheck.Gen<Dictionary<int, byte[]>> States =
        from count in Gen.Choose(0, 40)
        from keys in Gen.ArrayOf(Gen.Choose(0, 60), count)
        from value in Property.Bytes(20)
        select keys.Distinct().ToDictionary(k => k, k => (byte[])[(byte)k, .. value]);

    [Fact]
    public void EveryKeyIsProvenPresentOrAbsentAndNothingElse() => Property.Holds(States, state =>
    {
        var entries = Entries(state);
        var root = NaiveStateTree.Root(entries);
        for (var key = 0; key <= 61; key++)
        {
            var proof = NaiveStateTree.Prove(entries, StateTree.PathOf(Key(key)));
            var value = state.GetValueOrDefault(key);
            Assert.True(proof.Verify(root, Key(key), value), $"key {key} of {state.Count} entries");
            Assert.False(proof.Verify(root, Key(key), value == null ? [1] : null));
            Assert.False(proof.Verify(root, Key(key), value == null ? [] : [.. value, 0]));
            Assert.False(proof.Verify(Digest.Of(root.AsSpan()), Key(key), value));
        }

        return true;
    }, 60);

    [Fact]
    public void AProofHoldsForNoOtherKey()
    {
        var state = Enumerable.Range(0, 20).ToDictionary(k => k, k => new byte[] { (byte)k });
        var entries = Entries(state);
        var root = NaiveStateTree.Root(entries);
        for (var of = 0; of < 20; of++)
        {
            var proof = NaiveStateTree.Prove(entries, StateTree.PathOf(Key(of)));
            for (var other = 0; other < 20; other++)
            {
                Assert.Equal(of == other, proof.Verify(root, Key(other), state[of]));
                Assert.False(proof.Verify(root, Key(other), null));
            }
        }
    }

    [Fact]
    public void AnyChangeOfAProofIsSeen()
    {
        var state = Enumerable.Range(0, 30).ToDictionary(k => k, k => new byte[] { (byte)k });
        var entries = Entries(state);
        var root = NaiveStateTree.Root(entries);
        for (var key = 0; key < 60; key++)
        {
            var value = state.GetValueOrDefault(key);
            var proof = NaiveStateTree.Prove(entries, StateTree.PathOf(Key(key)));
            Digest[] siblings = [.. proof.Siblings];
            Assert.False((proof with { Siblings = siblings[1..] }).Verify(root, Key(key), value));
            Assert.False((proof with { Siblings = siblings[..^1] }).Verify(root, Key(key), value));
            Assert.False((proof with { Siblings = [.. siblings, Digest.Zero] }).Verify(root, Key(key), value));
            for (var level = 0; level < siblings.Length; level++)
            {
                var wrong = (Digest[])siblings.Clone();
                wrong[level] = Digest.Of(wrong[level].AsSpan());
                Assert.False((proof with { Siblings = wrong }).Verify(root, Key(key), value));
            }

            if (proof.OtherLeafPath is { } other)
            {
                Assert.False((proof with { OtherLeafPath = null }).Verify(root, Key(key), null));
                Assert.False((proof with { OtherLeafPath = StateTree.PathOf(Key(key)) }).Verify(root, Key(key), null));
                Assert.False((proof with { OtherLeafPath = Digest.Of(other.AsSpan()) }).Verify(root, Key(key), null));
                Assert.False((proof with { OtherLeafValueHash = Digest.Zero }).Verify(root, Key(key), null));
            }
        }
    }

    [Fact]
    public void AnotherLeafExcludesAKeyOnlyWhenItStandsOnTheKeysPath()
    {
        // Two leaves, one on each side of the root. The proof of the one cannot show that a key on the other side is absent.
        var left = KeyWhere(path => path.Bit(0) == 0);
        var right = KeyWhere(path => path.Bit(0) == 1);
        var entries = new[] { Entry(left, [1]), Entry(right, [2]) };
        var root = NaiveStateTree.Root(entries);
        var rightLeaf = StateTree.LeafHash(entries[1].Path, entries[1].ValueHash);
        var forged = new StateProof([rightLeaf], entries[0].Path, entries[0].ValueHash);
        var absentOnTheRight = KeyWhere(path => path.Bit(0) == 1 && path != entries[1].Path);
        Assert.False(forged.Verify(root, absentOnTheRight, null));
        Assert.True(forged.Verify(root, KeyWhere(path => path.Bit(0) == 0 && path != entries[0].Path), null));
    }

    [Fact]
    public void APathLongerThanTheTreeIsDeepIsRefused()
    {
        var proof = new StateProof(new Digest[StateTree.DepthMax + 1], null, default);
        Assert.False(proof.Verify(Digest.Zero, Key(1), null));
        Assert.False(proof.Verify(Digest.Zero, Key(1), [1]));
    }

    [Fact]
    public void TheEmptyStateHoldsNothing()
    {
        var proof = new StateProof([], null, default);
        Assert.True(proof.Verify(Digest.Zero, Key(1), null));
        Assert.False(proof.Verify(Digest.Zero, Key(1), []));
    }

    [Fact]
    public void AnEmptyValueIsPresent()
    {
        var entries = new[] { Entry(Key(1), []) };
        var proof = NaiveStateTree.Prove(entries, entries[0].Path);
        Assert.True(proof.Verify(NaiveStateTree.Root(entries), Key(1), []));
        Assert.False(proof.Verify(NaiveStateTree.Root(entries), Key(1), null));
    }

    [Fact]
    public void HashesFollowTheLayout()
    {
        var a = Digest.Of([1]);
        var b = Digest.Of([2]);
        Assert.Equal(Digest.Of([0, .. a.ToArray(), .. b.ToArray()]), StateTree.LeafHash(a, b));
        Assert.Equal(Digest.Of([1, .. a.ToArray(), .. b.ToArray()]), StateTree.NodeHash(a, b));
        Assert.Equal(Digest.Of([1, .. a.ToArray(), .. new byte[32]]), StateTree.NodeHash(a, Digest.Zero));
        Assert.Equal(Digest.Zero, StateTree.NodeHash(Digest.Zero, Digest.Zero));
        Assert.Equal(Digest.Of("key"u8), StateTree.PathOf("key"u8));
    }

    private static byte[] Key(int number) => [.. "wallet\0"u8, (byte)number];

    private static byte[] KeyWhere(Func<Digest, bool> wanted) =>
        Enumerable.Range(0, 256).Select(Key).First(key => wanted(StateTree.PathOf(key)));

    private static (Digest Path, Digest ValueHash) Entry(byte[] key, byte[] value) => (StateTree.PathOf(key), Digest.Of(value));

    private static (Digest Path, Digest ValueHash)[] Entries(Dictionary<int, byte[]> state) =>
        [.. state.Select(e => Entry(Key(e.Key), e.Value))];
}
