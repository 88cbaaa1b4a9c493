using System.Text;

namespace Ledger.Primitives.Tests;

public sealed class SigningDomainTests
{
    private static readonly (SigningDomain Domain, string Tag)[] Domains =
    [
        (SigningDomain.Transaction, "ledger/tx/1"),
        (SigningDomain.Commit, "ledger/commit/1"),
        (SigningDomain.PrePrepare, "ledger/prepre/1"),
        (SigningDomain.Prepare, "ledger/prep/1"),
        (SigningDomain.Checkpoint, "ledger/check/1"),
        (SigningDomain.ViewChange, "ledger/vchange/1"),
        (SigningDomain.NewView, "ledger/newview/1"),
        (SigningDomain.Peer, "ledger/peer/1"),
    ];

    [Fact]
    public void TheSignedInputIsTagChainAndPayload()
    {
        foreach (var (domain, tag) in Domains)
        {
            var signer = new Recorder();
            domain.Sign(signer, Samples.ChainId, [1, 2, 3]);
            byte[] expected = [.. Encoding.ASCII.GetBytes(tag.PadRight(16, '\0')), .. Samples.ChainId.ToArray(), 1, 2, 3];
            Assert.Equal(expected, signer.Message);
            Assert.Equal(SigningDomain.PrefixSize + 3, signer.Message.Length);
        }
    }

    [Fact]
    public void EveryDomainIsInTheTable()
    {
        var declared = typeof(SigningDomain).GetFields().Where(f => f.IsStatic && f.FieldType == typeof(SigningDomain));
        Assert.Equal(Domains.Length, declared.Count());
        Assert.Equal(Domains.Length, Domains.Select(d => d.Tag).Distinct().Count());
    }

    [Fact]
    public void ASignatureIsValidInItsOwnDomainChainAndPayloadOnly()
    {
        var key = new FakeEd25519(1);
        foreach (var (domain, _) in Domains)
        {
            var signature = domain.Sign(key, Samples.ChainId, [1, 2, 3]);
            Assert.Equal(64, signature.Length);
            foreach (var (other, _) in Domains)
            {
                Assert.Equal(domain == other, other.Verify(key, Samples.ChainId, [1, 2, 3], key.PublicKey.Span, signature));
            }

            Assert.False(domain.Verify(key, Digest.Zero, [1, 2, 3], key.PublicKey.Span, signature));
            Assert.False(domain.Verify(key, Samples.ChainId, [1, 2], key.PublicKey.Span, signature));
            Assert.False(domain.Verify(key, Samples.ChainId, [1, 2, 3], new FakeEd25519(2).PublicKey.Span, signature));
        }
    }

    private sealed class Recorder : IEd25519Signer
    {
        public byte[] Message { get; private set; } = [];

        public ReadOnlyMemory<byte> PublicKey => default;

        public void Sign(ReadOnlySpan<byte> message, Span<byte> signature) => Message = message.ToArray();
    }
}
