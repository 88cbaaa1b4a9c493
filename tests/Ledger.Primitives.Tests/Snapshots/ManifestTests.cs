namespace Ledger.Primitives.Tests;

public sealed class ManifestTests
{
    private static readonly BlockHeader Header = Samples.Header(7);

    [Fact]
    public void AManifestIsCheckedByItsCertificate()
    {
        var manifest = new SnapshotManifest(Header, Certificate(Header), 10, 2_000_000, 1);
        var decoded = SnapshotManifest.TryDecode(manifest.Encode())!;
        Assert.Equal(manifest.Encode(), decoded.Encode());
        Assert.Equal((Header.Height, 10L), (decoded.Height, decoded.Entries));
        Assert.Equal((2_000_000L, 1), (decoded.Bytes, decoded.Depth));
        var verifier = FakeEd25519.Verifier;
        Assert.True(decoded.Verify(verifier, Samples.ChainId, Samples.Membership));
        Assert.False(decoded.Verify(verifier, Samples.Hash("other"), Samples.Membership));
        Assert.False((decoded with { Header = Samples.Header(8) })
            .Verify(verifier, Samples.ChainId, Samples.Membership));
        Assert.True(Codec.CheckAllMutations(b => SnapshotManifest.TryDecode(b)?.Encode(), manifest.Encode()) > 0);
        Assert.Null(SnapshotManifest.TryDecode((manifest with { Depth = SnapshotManifest.DepthMax + 1 }).Encode()));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, StateChunk.SizeTarget, 0)]
    [InlineData(1, StateChunk.SizeTarget + 1, 0)]
    [InlineData(1, 2L * StateChunk.SizeTarget, 1)]
    [InlineData(100, 1L << 30, 10)]
    [InlineData(StateChunk.EntriesMax, 1, 1)]
    [InlineData(long.MaxValue, long.MaxValue, SnapshotManifest.DepthMax)]
    public void DepthAimsAtTheTarget(long entries, long bytes, int expected) =>
        Assert.InRange(
            SnapshotManifest.DepthFor(entries, bytes), expected, Math.Min(expected + 1, SnapshotManifest.DepthMax));

    [Fact]
    public void AnEpochHeaderNamesTheNextMembers()
    {
        var next = Samples.Members(5);
        var header = Header with { NextMembershipHash = next.Hash };
        var epoch = new EpochHeader(header, Certificate(header), next);
        var decoded = EpochHeader.TryDecode(epoch.Encode())!;
        Assert.Equal(next.Hash, decoded.Next.Hash);
        Assert.Equal(epoch.Encode(), decoded.Encode());
        var verifier = FakeEd25519.Verifier;
        Assert.True(decoded.Verify(verifier, Samples.ChainId, Samples.Membership));
        Assert.False(decoded.Verify(verifier, Samples.ChainId, next));
        Assert.False((epoch with { Next = Samples.Membership }).Verify(verifier, Samples.ChainId, Samples.Membership));
        Assert.Null(EpochHeader.TryDecode((epoch with { Next = Samples.Membership }).Encode()));
        Assert.Null(EpochHeader.TryDecode((epoch with { Header = Header }).Encode()));
        Codec.CheckAllMutations(b => EpochHeader.TryDecode(b)?.Encode(), epoch.Encode());
    }

    [Fact]
    public void ANewIncarnationEndsAnEpochToo()
    {
        var next = new Membership(
            [.. Samples.Membership.Validators.Select((v, i) => i == 2 ? v with { Incarnation = 9 } : v)]);
        var header = Header with { NextMembershipHash = next.Hash };
        Assert.True(EpochHeader.EndsEpoch(header));
        Assert.True(new EpochHeader(header, Certificate(header), next).IsConsistent());
        Assert.False(EpochHeader.EndsEpoch(Header with { NextMembershipHash = Header.MembershipHash }));
    }

    private static CommitCertificate Certificate(BlockHeader header) =>
        Samples.Certificate(header, new ViewNumber(1), 0, 1, 3);
}
