using System.Runtime.Versioning;

namespace Ledger.Identity.Tests;

// File modes are tested, which Windows has none of.
[UnsupportedOSPlatform("windows")]
public sealed class EnrolmentTests : IDisposable
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private readonly TestClock _clock = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly CertificateAuthority _authority;
    private readonly string _home;

    public EnrolmentTests()
    {
        _authority = CertificateAuthority.Create("north", _clock);
        _home = _directory.At("homes", "home-1");
    }

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void AnEnrolledDeviceLoadsAndIsTrusted()
    {
        Enrolment.Enrol(_home, _authority, "home-1", new EnrolmentTerms { Attributes = Members.Attributes });
        using var identity = DeviceIdentity.Load(_home);
        var trust = Members.TrustIn(_authority);

        Assert.Equal("north/home-1", identity.Certificate.AccountName);
        Assert.Equal(Members.Attributes, identity.Certificate.Attributes);
        Assert.Equal(identity.Certificate.PublicKey32.ToArray(), identity.Signer.PublicKey.ToArray());
        Assert.True(identity.TlsCertificate.HasPrivateKey);
        Assert.True(trust.Validate(identity.Certificate, _clock.Now, out _));
        Assert.True(trust.ValidateTlsPeer(
            identity.TlsCertificate, TlsPeerRole.Client, _clock.Now, out var peer, out _));
        Assert.Equal("north/home-1", peer.AccountName);
        Assert.False(trust.ValidateTlsPeer(identity.TlsCertificate, TlsPeerRole.Server, _clock.Now, out _, out _));
    }

    [Fact]
    public void PrivateFilesHaveMode0600()
    {
        Enrolment.Enrol(_home, _authority, "home-1", new EnrolmentTerms());
        foreach (var file in new[] { IdentityFiles.SigningKey, IdentityFiles.TlsKey })
        {
            var path = Path.Combine(_home, file);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Throws<IdentityException>(() => DeviceIdentity.Load(_home));
            File.SetUnixFileMode(path, UnixFileMode.UserRead);
        }

        using var identity = DeviceIdentity.Load(_home);
        Assert.Equal(7, Directory.GetFiles(_home).Length);
    }

    [Fact]
    public void EnrollingAgainDoesNotReplaceKeys()
    {
        Enrolment.Enrol(_home, _authority, "home-1", new EnrolmentTerms());
        var key = File.ReadAllText(Path.Combine(_home, IdentityFiles.SigningKey));
        Assert.Throws<IdentityException>(() => Enrolment.Enrol(_home, _authority, "home-1", new EnrolmentTerms()));
        Assert.Equal(key, File.ReadAllText(Path.Combine(_home, IdentityFiles.SigningKey)));
    }

    [Fact]
    public void RenewalKeepsKeysAndAttributesAndMovesTheEnd()
    {
        var terms = new EnrolmentTerms { IsNode = true, Attributes = Members.Attributes };
        Enrolment.Enrol(_home, _authority, "home-1", terms);
        using var before = DeviceIdentity.Load(_home);
        Assert.False(before.ExpiresWithin(TimeSpan.FromDays(30), _clock.Now));
        _clock.Now += TimeSpan.FromDays(340);
        Assert.True(before.ExpiresWithin(TimeSpan.FromDays(30), _clock.Now));

        Enrolment.Renew(_home, _authority, Year);
        using var after = DeviceIdentity.Load(_home);
        Assert.False(after.ExpiresWithin(TimeSpan.FromDays(30), _clock.Now));
        Assert.Equal(before.Signer.PublicKey.ToArray(), after.Signer.PublicKey.ToArray());
        Assert.Equal(before.TlsCertificate.GetPublicKey(), after.TlsCertificate.GetPublicKey());
        Assert.Equal(Members.Attributes, after.Certificate.Attributes);
        Assert.NotEqual(before.Certificate.Serial, after.Certificate.Serial);

        // Both are good until the earlier one expires: no moment without a certificate.
        var trust = Members.TrustIn(_authority);
        Assert.True(trust.Validate(before.Certificate, _clock.Now, _authority.RevocationList.InASet(), out _));
        Assert.True(trust.Validate(after.Certificate, _clock.Now, _authority.RevocationList.InASet(), out _));
        Assert.True(trust.ValidateTlsPeer(after.TlsCertificate, TlsPeerRole.Server, _clock.Now, out _, out _));
    }

    [Fact]
    public void AnExpiredDeviceCanStillRenew()
    {
        Enrolment.Enrol(_home, _authority, "home-1", new EnrolmentTerms { Validity = TimeSpan.FromDays(1) });
        _clock.Now += TimeSpan.FromDays(100);
        Enrolment.Renew(_home, _authority, Year);
        using var identity = DeviceIdentity.Load(_home);
        Assert.True(Members.TrustIn(_authority).Validate(identity.Certificate, _clock.Now, out _));
    }

    [Fact]
    public void RotationMakesNewKeysAndRevokesEveryEarlierCertificate()
    {
        Enrolment.Enrol(_home, _authority, "home-1", new EnrolmentTerms { Attributes = Members.Attributes });
        Enrolment.Renew(_home, _authority, Year);
        using var before = DeviceIdentity.Load(_home);
        Enrolment.RotateKeys(_home, _authority, Year);
        using var after = DeviceIdentity.Load(_home);

        Assert.NotEqual(before.Signer.PublicKey.ToArray(), after.Signer.PublicKey.ToArray());
        Assert.Equal(Members.Attributes, after.Certificate.Attributes);
        Assert.Equal(4, _authority.RevocationList.Serials.Count);
        var trust = Members.TrustIn(_authority);
        var revoked = _authority.RevocationList.InASet();
        trust.Revocations = revoked;
        Assert.False(trust.Validate(before.Certificate, _clock.Now, revoked, out _));
        Assert.True(trust.Validate(after.Certificate, _clock.Now, revoked, out _));
        Assert.False(trust.ValidateTlsPeer(before.TlsCertificate, TlsPeerRole.Client, _clock.Now, out _, out _));
        Assert.True(trust.ValidateTlsPeer(after.TlsCertificate, TlsPeerRole.Client, _clock.Now, out _, out _));
    }

    [Fact]
    public void AnInterruptedRotationIsNoticedAndCanBeRepeated()
    {
        Enrolment.Enrol(_home, _authority, "home-1", new EnrolmentTerms());
        using (var stray = Ed25519KeyPair.Generate())
        {
            KeyFile.Save(Path.Combine(_home, IdentityFiles.SigningKey), stray);
        }

        var mismatch = Assert.Throws<IdentityException>(() => DeviceIdentity.Load(_home));
        Assert.Contains("signing.key is not the key of signing.crt", mismatch.Message, StringComparison.Ordinal);
        Enrolment.RotateKeys(_home, _authority, Year);
        using var identity = DeviceIdentity.Load(_home);
        Assert.Equal(2, _authority.RevocationList.Serials.Count);
    }

    [Fact]
    public void DirectoriesThatDoNotBelongTogetherAreRefused()
    {
        using var south = CertificateAuthority.Create("south", _clock);
        Enrolment.Enrol(_home, _authority, "home-1", new EnrolmentTerms());
        Enrolment.Enrol(_directory.At("other"), south, "home-1", new EnrolmentTerms());
        Assert.Throws<IdentityException>(() => Enrolment.Renew(_home, south, Year));
        Assert.Throws<IdentityException>(() => Enrolment.RotateKeys(_home, south, Year));
        File.Copy(_directory.At("other", "tls.crt"), Path.Combine(_home, "tls.crt"), overwrite: true);
        Assert.Throws<IdentityException>(() => DeviceIdentity.Load(_home));
        Assert.Throws<IdentityException>(() => DeviceIdentity.Load(_directory.At("nowhere")));
        Assert.Throws<ArgumentException>(() => Enrolment.CreateRequests(_directory.At("bad"), "north", "Home 1"));
    }
}
