namespace Ledger.Primitives.Tests;

public sealed class CommitCertificateTests
{
    private static readonly BlockHeader Header = Samples.Header();
    private static readonly ViewNumber View = new(3);

    [Fact]
    public void AQuorumOfDistinctValidatorsIsEnough()
    {
        Assert.True(IsValid(Samples.Certificate(Header, View, 0, 1, 2)));
        Assert.True(IsValid(Samples.Certificate(Header, View, 0, 2, 3)));
        Assert.True(IsValid(Samples.Certificate(Header, View, 0, 1, 2, 3)));
    }

    [Fact]
    public void FewerAreNot()
    {
        Assert.False(IsValid(Samples.Certificate(Header, View)));
        Assert.False(IsValid(Samples.Certificate(Header, View, 0, 1)));
    }

    [Fact]
    public void AVoteCountsOnceAndInOrder()
    {
        Assert.False(IsValid(Samples.Certificate(Header, View, 0, 1, 1)));
        Assert.False(IsValid(Samples.Certificate(Header, View, 0, 0, 1, 2)));
        Assert.False(IsValid(Samples.Certificate(Header, View, 2, 1, 0)));
    }

    [Fact]
    public void AStrangersVoteSpoilsIt() => Assert.False(IsValid(Samples.Certificate(Header, View, 0, 1, 4)));

    [Fact]
    public void MoreVotesThanValidatorsAreRefused() => Assert.False(IsValid(Samples.Certificate(Header, View, 0, 1, 2, 3, 4)));

    [Fact]
    public void EverySignatureMustBeValid()
    {
        var valid = Samples.Certificate(Header, View, 0, 1, 2);
        for (var i = 0; i < 3; i++)
        {
            var votes = valid.Votes.ToArray();
            var signature = votes[i].Signature.ToArray();
            signature[0] ^= 1;
            votes[i] = votes[i] with { Signature = signature };
            Assert.False(IsValid(new CommitCertificate(View, votes)));
        }
    }

    [Fact]
    public void AVoteHoldsForItsViewHeightHeaderAndChainOnly()
    {
        var certificate = Samples.Certificate(Header, View, 0, 1, 2);
        Assert.False(IsValid(certificate with { View = new ViewNumber(4) }));
        Assert.False(certificate.Verify(FakeEd25519.Verifier, Samples.ChainId, Samples.Membership, Samples.Header(2)));
        Assert.False(certificate.Verify(FakeEd25519.Verifier, Samples.Hash("another chain"), Samples.Membership, Header));
    }

    [Fact]
    public void VotesOfDifferentViewsDoNotAddUp()
    {
        // ADR 0003: A and D vote in view 1, C in view 3; a certificate names one view and none fits all three.
        CommitCertificate[] parts =
        [
            Samples.Certificate(Header, new ViewNumber(1), 0), Samples.Certificate(Header, new ViewNumber(3), 2),
            Samples.Certificate(Header, new ViewNumber(1), 3),
        ];
        ReplicaSignature[] votes = [.. parts.SelectMany(p => p.Votes)];
        Assert.False(IsValid(new CommitCertificate(new ViewNumber(1), votes)));
        Assert.False(IsValid(new CommitCertificate(new ViewNumber(3), votes)));
    }

    [Fact]
    public void TheHeaderMustNameTheMembership()
    {
        var certificate = Samples.Certificate(Header, View, 0, 1, 2);
        Assert.False(certificate.Verify(FakeEd25519.Verifier, Samples.ChainId, Samples.Members(5), Header));
    }

    [Fact]
    public void MoreVotesThanAnyMembershipHasAreMalformed()
    {
        static byte[] With(int votes) => [.. new CanonicalWriter().U64(0).Count(votes).WrittenSpan, .. new byte[66 * votes]];
        Assert.True(Codec.IsCanonical(Codec.Certificate, With(Membership.ValidatorsMax)));
        Assert.False(Codec.IsCanonical(Codec.Certificate, With(Membership.ValidatorsMax + 1)));
    }

    private static bool IsValid(CommitCertificate certificate) =>
        certificate.Verify(FakeEd25519.Verifier, Samples.ChainId, Samples.Membership, Header);
}
