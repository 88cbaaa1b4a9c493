using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Identity.Tests;

// File modes are tested, which Windows has none of.
[UnsupportedOSPlatform("windows")]
public sealed class CertificateAuthorityTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly CertificateAuthority _authority;

    public CertificateAuthorityTests()
    {
        _authority = CertificateAuthority.Create("north", _clock);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void ComesBackFromItsDirectoryAndGoesOn()
    {
        var before = Members.IssueSigning(_authority, "home-1");
        _authority.Save(_directory.At("ca"));
        var between = Members.IssueSigning(_authority, "home-2");
        _authority.Revoke(before.Serial);

        using var loaded = CertificateAuthority.Load(_directory.At("ca"), _clock);
        Assert.Equal(_authority.Trust.Fingerprint, loaded.Trust.Fingerprint);
        Assert.Equal(_authority.Issued, loaded.Issued);
        Assert.Equal([before.Serial, between.Serial], loaded.Issued.Select(entry => entry.Serial));
        Assert.Equal([before.Serial], loaded.RevocationList.Serials);
        Assert.Equal(2, loaded.RevocationList.Number);

        var after = Members.IssueSigning(loaded, "home-3");
        Assert.True(Members.TrustIn(_authority).Validate(after, _clock.Now, out _));
        Assert.Throws<IdentityException>(() => loaded.Save(_directory.At("ca")));
    }

    [Fact]
    public void KeyAndDirectoryArePrivate()
    {
        const UnixFileMode user = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _authority.Save(_directory.At("ca"));
        var keyPath = _directory.At("ca", CertificateAuthority.KeyFileName);
        Assert.Equal(user, File.GetUnixFileMode(keyPath));
        Assert.Equal(user | UnixFileMode.UserExecute, File.GetUnixFileMode(_directory.At("ca")));
        File.SetUnixFileMode(keyPath, user | UnixFileMode.GroupRead);
        Assert.Throws<IdentityException>(() => CertificateAuthority.Load(_directory.At("ca"), _clock));
    }

    [Fact]
    public void ATornLastLineIsForgottenAndADamagedLineIsNot()
    {
        _authority.Save(_directory.At("ca"));
        var first = Members.IssueSigning(_authority, "home-1");
        var path = _directory.At("ca", CertificateAuthority.IndexFile);
        var complete = File.ReadAllText(path);
        File.AppendAllText(path, complete[..40]);

        using (var loaded = CertificateAuthority.Load(_directory.At("ca"), _clock))
        {
            Assert.Equal([first.Serial], loaded.Issued.Select(entry => entry.Serial));
            Assert.Equal(complete, File.ReadAllText(path));
            Members.IssueSigning(loaded, "home-2");
        }

        using (var again = CertificateAuthority.Load(_directory.At("ca"), _clock))
        {
            Assert.Equal(["home-1", "home-2"], again.Issued.Select(entry => entry.Name));
        }

        File.AppendAllText(path, "nonsense\n");
        var damage = Assert.Throws<IdentityException>(() => CertificateAuthority.Load(_directory.At("ca"), _clock));
        Assert.Contains("line 3", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AKeyThatIsNotTheCertificatesIsRefused()
    {
        using var other = CertificateAuthority.Create("north", _clock);
        _authority.Save(_directory.At("ca"));
        other.Save(_directory.At("other"));
        File.Copy(_directory.At("other", "ca.key"), _directory.At("ca", "ca.key"), overwrite: true);
        Assert.Throws<IdentityException>(() => CertificateAuthority.Load(_directory.At("ca"), _clock));
    }

    [Fact]
    public void RefusesWhatItShouldNotSign()
    {
        using var key = Ed25519KeyPair.Generate();
        var mine = CertificateSigningRequest.Create("north", "home-1", key);
        var foreign = CertificateSigningRequest.Create("south", "home-1", key);
        var own = CertificateSigningRequest.Create("north", "north", key);
        AssertRefused("for organisation 'south'", foreign, Members.SigningTerms);
        AssertRefused("authority's own", own, Members.SigningTerms);
        AssertRefused("not for a key", mine, new CertificateTerms { Profile = CertificateProfile.NodeTls });
        AssertRefused("validity", mine, Members.SigningTerms with { Validity = TimeSpan.Zero });
        AssertRefused("validity", mine, Members.SigningTerms with { Validity = TimeSpan.FromDays(3651) });
        AssertRefused("validity", mine, Members.SigningTerms with { Validity = TimeSpan.MaxValue });
        Assert.Empty(_authority.Issued);
    }

    [Theory]
    [InlineData("node-1", true)]
    [InlineData("node.north", true)]
    [InlineData("1.2.3.4", true)]
    [InlineData("xn--a", true)]
    [InlineData("node..1", false)]
    [InlineData("node.", false)]
    [InlineData("node-", false)]
    [InlineData("node.-1", false)]
    public void ANodesNameIsADnsName(string name, bool accepted)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = CertificateSigningRequest.Create("north", name, key);
        var node = new CertificateTerms { Profile = CertificateProfile.NodeTls };
        Assert.Equal(accepted, _authority.TryIssue(request, node, out _, out _));
        Assert.True(_authority.TryIssue(request, node with { Profile = CertificateProfile.DeviceTls }, out _, out _));
    }

    [Fact]
    public void ANameKeepsItsKeyUnlessRotationIsMeant()
    {
        using var first = Ed25519KeyPair.Generate();
        using var second = Ed25519KeyPair.Generate();
        var original = CertificateSigningRequest.Create("north", "home-1", first);
        var intruder = CertificateSigningRequest.Create("north", "home-1", second);
        var terms = Members.SigningTerms with { Validity = TimeSpan.FromDays(10) };
        var issued = _authority.Issue(original, terms);
        _authority.Issue(original, terms);
        AssertRefused("another key", intruder, terms);
        Assert.True(_authority.TryIssue(intruder, terms with { AllowsNewKey = true }, out _, out _));

        // Once the latest one is revoked, or expired, the name is free again.
        AssertRefused("another key", original, terms);
        _authority.RevokeOthers("home-1", [issued.Serial], X509RevocationReason.Superseded);
        Assert.True(_authority.TryIssue(original, terms, out _, out _));
        _clock.Now += TimeSpan.FromDays(11);
        Assert.True(_authority.TryIssue(intruder, terms, out _, out _));
    }

    [Fact]
    public void SerialsAre128BitsWideAndDiffer()
    {
        var certificates = Enumerable.Range(0, 50).Select(i => Members.IssueSigning(_authority, $"home-{i}"));
        var serials = certificates.Select(certificate => certificate.Serial).ToList();
        Assert.All(serials, serial => Assert.Equal(32, serial.Length));
        Assert.Equal(50, serials.Distinct().Count());
    }

    [Fact]
    public void RevokingIsIdempotentAndNeedsAnIssuedSerial()
    {
        var certificate = Members.IssueSigning(_authority, "home-1");
        _authority.Revoke(certificate.Serial);
        var number = _authority.RevocationList.Number;
        _authority.Revoke(certificate.Serial);
        Assert.Equal(number, _authority.RevocationList.Number);
        Assert.Throws<IdentityException>(() => _authority.Revoke("00"));
        _authority.RenewRevocationList();
        Assert.Equal(number + 1, _authority.RevocationList.Number);
        Assert.Equal([certificate.Serial], _authority.RevocationList.Serials);
    }

    [Theory]
    [InlineData("North")]
    [InlineData("")]
    [InlineData("a/b")]
    public void BadOrganisationsThrow(string organisation) =>
        Assert.Throws<ArgumentException>(() => CertificateAuthority.Create(organisation, _clock));

    [Fact]
    public async Task OpensslAgreesWithTheChainAndTheList()
    {
        // openssl judges by its own clock, so this one test uses the real one.
        using var authority = CertificateAuthority.Create("north", TimeProvider.System);
        authority.Save(_directory.At("ca"));
        var terms = new EnrolmentTerms { IsNode = true, Attributes = Members.Attributes };
        Enrolment.Enrol(_directory.At("node"), authority, "node-1", terms);
        var ca = _directory.At("ca", CertificateAuthority.CertificateFile);
        string[] files = [IdentityFiles.SigningCertificate, IdentityFiles.TlsCertificate];
        foreach (var file in files)
        {
            await AssertOpenSsl(0, "verify", "-x509_strict", "-CAfile", ca, _directory.At("node", file));
        }

        var tls = _directory.At("node", IdentityFiles.TlsCertificate);
        await AssertOpenSsl(0, "verify", "-purpose", "sslserver", "-verify_ip", "127.0.0.1", "-CAfile", ca, tls);

        authority.Revoke(authority.Issued[^1].Serial);
        var list = _directory.At("ca", CertificateAuthority.RevocationListFile);
        await AssertOpenSsl(0, "crl", "-in", list, "-CAfile", ca, "-noout");
        var output = await AssertOpenSsl(2, "verify", "-crl_check", "-CRLfile", list, "-CAfile", ca, tls);
        Assert.Contains("revoked", output, StringComparison.Ordinal);
    }

    private static async Task<string> AssertOpenSsl(int expected, params string[] arguments)
    {
        var (status, output) = await OpenSsl.Run(arguments);
        Assert.True(status == expected, output);
        return output;
    }

    private void AssertRefused(string expected, CertificateSigningRequest request, CertificateTerms terms)
    {
        Assert.False(_authority.TryIssue(request, terms, out _, out var reason));
        Assert.Contains(expected, reason, StringComparison.Ordinal);
    }
}
