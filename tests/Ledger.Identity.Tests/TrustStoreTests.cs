using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Identity.Tests;

public sealed class TrustStoreTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly CertificateAuthority _north;
    private readonly CertificateAuthority _south;
    private readonly TrustStore _trust;

    public TrustStoreTests()
    {
        _north = CertificateAuthority.Create("north", _clock);
        _south = CertificateAuthority.Create("south", _clock);
        _trust = Members.TrustIn(_north, _south);
    }

    public void Dispose()
    {
        _north.Dispose();
        _south.Dispose();
    }

    [Fact]
    public void AcceptsMembersOfEveryOrganisation()
    {
        Assert.True(_trust.Validate(Members.IssueSigning(_north, "home-1"), _clock.Now, out _));
        Assert.True(_trust.Validate(Members.IssueSigning(_south, "home-1"), _clock.Now, out _));
        Assert.Equal(2, _trust.Organisations.Count);
    }

    [Fact]
    public void ValidityHasExactEnds()
    {
        var certificate = Members.IssueSigning(_north, "home-1", TimeSpan.FromDays(1));
        var second = TimeSpan.FromSeconds(1);
        Assert.True(_trust.Validate(certificate, certificate.NotBefore, out _));
        Assert.True(_trust.Validate(certificate, certificate.NotAfter, out _));
        Assert.False(_trust.Validate(certificate, certificate.NotBefore - second, out var early));
        Assert.False(_trust.Validate(certificate, certificate.NotAfter + second, out var late));
        Assert.Contains("not valid before", early, StringComparison.Ordinal);
        Assert.Contains("expired", late, StringComparison.Ordinal);
    }

    [Fact]
    public void AMemberIsNotValidPastItsAuthority()
    {
        using var brief = CertificateAuthority.Create("brief", _clock, TimeSpan.FromDays(1));
        var forged = Forge(brief.Trust, "brief", "home-1", notAfter: _clock.Now.AddDays(9), signWith: KeyOf(brief));
        var trust = Members.TrustIn(brief);
        Assert.True(trust.Validate(forged, _clock.Now, out _));
        Assert.False(trust.Validate(forged, _clock.Now.AddDays(2), out var reason));
        Assert.Contains("authority", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherAuthorityOfTheSameNameIsRefused()
    {
        using var impostor = CertificateAuthority.Create("north", _clock);
        Assert.False(_trust.Validate(Members.IssueSigning(impostor, "home-1"), _clock.Now, out var reason));
        Assert.Contains("signature", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownOrganisationIsRefused()
    {
        using var west = CertificateAuthority.Create("west", _clock);
        Assert.False(_trust.Validate(Members.IssueSigning(west, "home-1"), _clock.Now, out var reason));
        Assert.Contains("not a member", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAuthorityCannotSpeakForAnotherOrganisation()
    {
        // South's real key, once under its own name and once pretending to be the issuer north.
        var honest = Forge(_south.Trust, "north", "home-1", _clock.Now.AddDays(1), KeyOf(_south));
        var posing = Forge(_north.Trust, "north", "home-1", _clock.Now.AddDays(1), KeyOf(_south));
        Assert.False(_trust.Validate(honest, _clock.Now, out var first));
        Assert.Contains("not issued by the authority of 'north'", first, StringComparison.Ordinal);
        Assert.False(_trust.Validate(posing, _clock.Now, out var second));
        Assert.Contains("signature", second, StringComparison.Ordinal);

        // The same forgery with the right key is accepted, so it is the key that decides.
        var right = Forge(_north.Trust, "north", "home-1", _clock.Now.AddDays(1), KeyOf(_north));
        Assert.True(_trust.Validate(right, _clock.Now, out _));
    }

    [Fact]
    public void ATlsCertificateDoesNotSign()
    {
        var tls = Members.IssueTls(_north, "node-1", CertificateProfile.NodeTls);
        Assert.False(_trust.Validate(tls, _clock.Now, out var reason));
        Assert.Contains("not a signing certificate", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void TlsPeersNeedTheRightPurpose()
    {
        var node = Members.IssueTls(_north, "node-1", CertificateProfile.NodeTls);
        var device = Members.IssueTls(_north, "home-1", CertificateProfile.DeviceTls);
        var signing = Members.IssueSigning(_north, "home-1");
        Assert.Equal("north/node-1", Peer(node, TlsPeerRole.Server).Account);
        Assert.Equal("north/node-1", Peer(node, TlsPeerRole.Client).Account);
        Assert.Equal("north/home-1", Peer(device, TlsPeerRole.Client).Account);
        Assert.Contains("TLS server", Peer(device, TlsPeerRole.Server).Reason, StringComparison.Ordinal);
        Assert.Contains("TLS client", Peer(signing, TlsPeerRole.Client).Reason, StringComparison.Ordinal);
        Assert.False(_trust.ValidateTlsPeer(null, TlsPeerRole.Client, _clock.Now, out _, out var reason));
        Assert.Contains("no certificate", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void RevokedPeersAreRefusedAsSoonAsTheSetIsReplaced()
    {
        var node = Members.IssueTls(_north, "node-1", CertificateProfile.NodeTls);
        var signing = Members.IssueSigning(_north, "node-1");
        Assert.Null(Peer(node, TlsPeerRole.Client).Reason);

        _north.Revoke(node.Serial, X509RevocationReason.KeyCompromise);
        _north.Revoke(signing.Serial);
        Assert.True(RevocationSet.Empty.TryReplace(_north.RevocationList, out var revoked, out _));
        _trust.Revocations = revoked;

        Assert.Contains("revoked", Peer(node, TlsPeerRole.Client).Reason, StringComparison.Ordinal);
        Assert.True(revoked.IsRevoked("north", node.Serial));
        Assert.False(revoked.IsRevoked("south", node.Serial));
        Assert.False(_trust.Validate(signing, _clock.Now, revoked, out var reason));
        Assert.Contains("revoked", reason, StringComparison.Ordinal);

        // Without a list as input the answer cannot depend on one: replicas may hold different lists.
        Assert.True(_trust.Validate(signing, _clock.Now, out _));
    }

    [Fact]
    public void OlderListsDoNotReplaceNewerOnes()
    {
        var first = _north.RevocationList;
        _north.RenewRevocationList();
        Assert.True(RevocationSet.Empty.TryReplace(_north.RevocationList, out var set, out _));
        Assert.False(set.TryReplace(first, out _, out var reason));
        Assert.Contains("not newer", reason, StringComparison.Ordinal);
        Assert.True(set.TryReplace(_south.RevocationList, out _, out _));
    }

    [Fact]
    public void ListsOfOthersAndChangedListsAreRefused()
    {
        var serial = Members.IssueSigning(_north, "home-1").Serial;
        _north.Revoke(serial);
        var bytes = _north.RevocationListEncoded.ToArray();
        Assert.True(RevocationList.TryParse(bytes, _north.Trust, out var list, out _));
        Assert.Equal([serial], list.Serials);
        Assert.Equal(_clock.Now, list.ThisUpdate);
        Assert.Equal(_clock.Now + CertificateAuthority.RevocationListValidity, list.NextUpdate);
        Assert.False(RevocationList.TryParse(bytes, _south.Trust, out _, out _));
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(RevocationList.TryParse(bytes, _north.Trust, out _, out _));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void ImpossibleScalarsAreRefusedWithoutAThrow()
    {
        var bytes = Members.IssueSigning(_north, "home-1").Encoded.ToArray();
        var frame = SignedStructure.Decode(bytes);
        byte[][] signatures =
        [
            [],
            [0x30, 0x00],
            [0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00],
            [0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x00],
            [0x30, 0x06, 0x02, 0x01, 0x80, 0x02, 0x01, 0x01],
            [0x30, 0x26, 0x02, 0x21, 0x00, .. Enumerable.Repeat((byte)0xff, 32), 0x02, 0x01, 0x01],
            [0x30, 0x26, 0x02, 0x21, 0x01, .. Enumerable.Repeat((byte)0xff, 32), 0x02, 0x01, 0x01],
        ];
        foreach (var signature in signatures)
        {
            Assert.False(_north.Trust.Key.Verify(frame with { Signature = signature }));
        }

        Assert.True(_north.Trust.Key.Verify(frame));
    }

    [Fact]
    public void AStoreIsBuiltFromTheRightCertificatesOnly()
    {
        var member = Members.IssueTls(_north, "node-1", CertificateProfile.NodeTls);
        AssertRefused("not named", ("south", _north.Trust.Encoded));
        AssertRefused("listed twice", ("north", _north.Trust.Encoded), ("north", _north.Trust.Encoded));
        AssertRefused("not named", ("north", member.Encoded));
        AssertRefused("organisation 'north'", ("north", new byte[] { 1, 2, 3 }));
        var changed = _north.Trust.Encoded.ToArray();
        changed[^1] ^= 1;
        AssertRefused("own signature", ("north", changed));
    }

    private static void AssertRefused(string expected, params (string, ReadOnlyMemory<byte>)[] members)
    {
        Assert.False(TrustStore.TryCreate(members, out _, out var reason));
        Assert.Contains(expected, reason, StringComparison.Ordinal);
    }

    private (string? Account, string? Reason) Peer(IdentityCertificate certificate, TlsPeerRole role)
    {
        using var platform = X509CertificateLoader.LoadCertificate(certificate.Encoded.Span);
        _trust.ValidateTlsPeer(platform, role, _clock.Now, out var identity, out var reason);
        return (identity?.AccountName, reason);
    }

    // An authority's key as a rogue operator would take it: from the key file.
    private static ECDsa KeyOf(CertificateAuthority authority)
    {
        using var directory = new TemporaryDirectory();
        authority.Save(directory.At("ca"));
        return KeyFile.LoadP256(directory.At("ca", CertificateAuthority.KeyFileName));
    }

    private IdentityCertificate Forge(
        OrganisationTrust issuer, string organisation, string name, DateTimeOffset notAfter, ECDsa signWith)
    {
        using var key = Ed25519KeyPair.Generate();
        var request = new CertificateRequest(
            new SubjectName(organisation, name).Encode(),
            SubjectPublicKey.EncodeEd25519(key.PublicKey.Span),
            HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        using var certificate = request.Create(
            new X500DistinguishedName(issuer.NameBytes.ToArray()),
            X509SignatureGenerator.CreateForECDsa(signWith),
            _clock.Now,
            notAfter,
            [1]);
        signWith.Dispose();
        var der = certificate.RawDataMemory.Span;
        Assert.True(IdentityCertificate.TryParse(der, out var parsed, out var reason), reason);
        return parsed;
    }
}
