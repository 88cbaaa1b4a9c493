namespace Ledger.Primitives.Tests;

/// <summary>Quorum arithmetic of Castro &amp; Liskov 1999 §3, for every size that matters and not only n = 3f+1.</summary>
public sealed class MembershipTests
{
    public static TheoryData<int> Sizes => [.. Enumerable.Range(4, 28)];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TwoQuorumsShareAnHonestReplica(int n)
    {
        var members = Samples.Members(n);
        var smallestIntersection = (2 * members.Quorum) - n;
        Assert.True(smallestIntersection >= members.FaultsMax + 1);
        Assert.True((2 * (members.Quorum - 1)) - n < members.FaultsMax + 1, "a smaller quorum would do");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TheHonestReplicasAloneMakeAQuorum(int n)
    {
        var members = Samples.Members(n);
        Assert.True(n - members.FaultsMax >= members.Quorum);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TheFaultsAreTheMostThatNMasks(int n)
    {
        var members = Samples.Members(n);
        Assert.True(n >= (3 * members.FaultsMax) + 1);
        Assert.True(n < (3 * (members.FaultsMax + 1)) + 1);
        Assert.Equal(members.FaultsMax + 1, members.WeakQuorum);
        if (n == (3 * members.FaultsMax) + 1)
        {
            Assert.Equal((2 * members.FaultsMax) + 1, members.Quorum);
        }
    }

    [Fact]
    public void QuorumsOfFourIntersectByCounting()
    {
        var members = Samples.Members(4);
        foreach (var (a, b) in from a in Enumerable.Range(0, 16) from b in Enumerable.Range(0, 16) select (a, b))
        {
            var bothQuorums = int.PopCount(a) >= members.Quorum && int.PopCount(b) >= members.Quorum;
            Assert.True(!bothQuorums || int.PopCount(a & b) > members.FaultsMax);
        }
    }

    [Fact]
    public void PrimariesTakeTurns()
    {
        var members = Samples.Members(7);
        for (var view = 0ul; view < 30; view++)
        {
            Assert.Equal(view % 7, members.Primary(new ViewNumber(view)).Value);
        }

        Assert.Equal(ulong.MaxValue % 7, members.Primary(new ViewNumber(ulong.MaxValue)).Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(65)]
    public void TooFewOrTooManyAreRefused(int n)
    {
        var e = Assert.Throws<ArgumentException>(() => Samples.Members(n));
        Assert.Contains($"not {n}", e.Message);
    }

    [Fact]
    public void TheLimitsThemselvesAreFine()
    {
        Assert.Equal(4, Samples.Members(Membership.ValidatorsMin).Count);
        Assert.Equal(64, Samples.Members(Membership.ValidatorsMax).Count);
    }

    [Fact]
    public void RepeatedNamesKeysAndKeysOfAnotherSizeAreRefused()
    {
        var good = Samples.Members(4).Validators;
        Assert.Contains("repeats", Refused([.. good, good[0] with { PublicKey = new FakeEd25519(9).PublicKey }]));
        Assert.Contains("repeats", Refused([.. good, good[0] with { Name = "node9" }]));
        Assert.Contains("32 bytes", Refused([.. good, new Validator("node9", "cell9", new byte[31])]));
        Assert.Contains("32 bytes", Refused([.. good, new Validator("node9", "cell9", default)]));
    }

    [Fact]
    public void TheHashCoversOrderNamesOrganisationsAndKeys()
    {
        var good = Samples.Members(4).Validators;
        Digest[] hashes =
        [
            new Membership(good).Hash,
            new Membership([good[1], good[0], good[2], good[3]]).Hash,
            new Membership([good[0] with { Name = "x" }, .. good.Skip(1)]).Hash,
            new Membership([good[0] with { Organisation = "x" }, .. good.Skip(1)]).Hash,
            new Membership([good[0] with { PublicKey = new FakeEd25519(9).PublicKey }, .. good.Skip(1)]).Hash,
            Samples.Members(5).Hash,
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.Equal(hashes[0], Samples.Members(4).Hash);
    }

    [Fact]
    public void IdsNameMembersUpToN()
    {
        var members = Samples.Members(4);
        Assert.True(members.Contains(new ReplicaId(3)));
        Assert.False(members.Contains(new ReplicaId(4)));
        Assert.False(members.Contains(new ReplicaId(ushort.MaxValue)));
        Assert.True(members.KeyOf(new ReplicaId(2)).SequenceEqual(new FakeEd25519(2).PublicKey.Span));
    }

    [Fact]
    public void NumbersCompareByValue()
    {
        var one = new SequenceNumber(1);
        var two = one.Next;
        Assert.True(one < two && two > one && one <= two && two >= one && one.CompareTo(two) < 0);
        Assert.False(two < one || one > two || two <= one || one >= two);
        Assert.Equal("2", two.ToString());
        var first = new ViewNumber(1);
        var second = first.Next;
        Assert.True(first < second && second > first && first <= second && second >= first && first.CompareTo(second) < 0);
        Assert.False(second < first || first > second || second <= first || first >= second);
        Assert.Equal("2", second.ToString());
        Assert.True(new ReplicaId(1).CompareTo(new ReplicaId(2)) < 0);
    }

    private static string Refused(IReadOnlyList<Validator> validators) =>
        Assert.Throws<ArgumentException>(() => new Membership(validators)).Message;
}
