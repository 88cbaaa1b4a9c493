using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Primitives;

namespace Ledger.Identity.Tests;

public sealed class IdentityCertificateTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly CertificateAuthority _authority;

    public IdentityCertificateTests()
    {
        _authority = CertificateAuthority.Create("north", _clock);
    }

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void SaysWhatWasIssued()
    {
        using var key = Ed25519KeyPair.Generate();
        var certificate = _authority.Issue(
            CertificateSigningRequest.Create("north", "home-1", key),
            Members.SigningTerms with { Attributes = Members.Attributes, Validity = TimeSpan.FromDays(10) });

        Assert.Equal("home-1", certificate.Name);
        Assert.Equal("north", certificate.Organisation);
        Assert.Equal("north/home-1", certificate.AccountName);
        Assert.Equal(KeyAlgorithm.Ed25519, certificate.KeyAlgorithm);
        Assert.Equal(key.PublicKey.ToArray(), certificate.PublicKey32.ToArray());
        Assert.Equal(_clock.Now - CertificateAuthority.ClockSkewAllowance, certificate.NotBefore);
        Assert.Equal(_clock.Now + TimeSpan.FromDays(10), certificate.NotAfter);
        Assert.Equal(Members.Attributes, certificate.Attributes);
        Assert.Equal(Digest.Of(certificate.Encoded.Span), certificate.Fingerprint);
        Assert.Equal(["assetType", "capacityW", "meterId", "role"], certificate.Attributes.Select(pair => pair.Key));
    }

    [Theory]
    [InlineData(CertificateProfile.DeviceTls)]
    [InlineData(CertificateProfile.NodeTls)]
    public void AgreesWithThePlatformsParser(CertificateProfile profile)
    {
        var certificate = Members.IssueTls(_authority, "node-1", profile);
        using var platform = X509CertificateLoader.LoadCertificate(certificate.Encoded.Span);

        Assert.Equal(platform.SerialNumber, certificate.Serial);
        Assert.Equal(32, certificate.Serial.Length);
        Assert.Equal(platform.NotBefore.ToUniversalTime(), certificate.NotBefore.UtcDateTime);
        Assert.Equal(platform.NotAfter.ToUniversalTime(), certificate.NotAfter.UtcDateTime);
        Assert.Equal("CN=node-1, O=north", platform.Subject);
        Assert.Equal(platform.GetCertHash(HashAlgorithmName.SHA256), certificate.Fingerprint.ToArray());
        Assert.True(certificate.PublicKey32.IsEmpty);
        foreach (var host in new[] { "localhost", "127.0.0.1", "node-1" })
        {
            var isNode = profile == CertificateProfile.NodeTls;
            Assert.Equal(isNode, platform.MatchesHostname(host, allowCommonName: false));
        }

        Assert.Single(platform.Extensions.OfType<X509AuthorityKeyIdentifierExtension>());
        Assert.Single(platform.Extensions.OfType<X509SubjectKeyIdentifierExtension>());
    }

    [Fact]
    public void TheLargestSetOfAttributesFits()
    {
        using var key = Ed25519KeyPair.Generate();
        var attributes = CertificateAttributes.Create(Enumerable.Range(0, CertificateAttributes.CountMax).Select(i =>
            new KeyValuePair<string, string>($"n{new string('x', 29)}{i:00}", new string('v', 64))));
        var certificate = _authority.Issue(
            CertificateSigningRequest.Create("north", "home-1", key),
            Members.SigningTerms with { Attributes = attributes });

        Assert.Equal(attributes, certificate.Attributes);
        Assert.InRange(certificate.Encoded.Length, 3000, IdentityCertificate.BytesMax);
    }

    [Fact]
    public void NoFlippedBitIsAcceptedAndNothingThrows()
    {
        var trust = Members.TrustIn(_authority);
        var certificate = Members.IssueSigning(_authority, "home-1");
        Assert.True(trust.Validate(certificate, _clock.Now, out _));
        var bytes = certificate.Encoded.ToArray();
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(IsAccepted(trust, bytes), $"Accepted with bit {bit} flipped.");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void TruncationsExtensionsAndGarbageAreRefused()
    {
        var trust = Members.TrustIn(_authority);
        var bytes = Members.IssueSigning(_authority, "home-1").Encoded.ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(IdentityCertificate.TryParse(bytes.AsSpan(0, length), out _, out _));
        }

        Assert.False(IdentityCertificate.TryParse([.. bytes, 0], out _, out _));
        Assert.False(IdentityCertificate.TryParse(new byte[IdentityCertificate.BytesMax + 1], out _, out var reason));
        Assert.Contains("at most", reason, StringComparison.Ordinal);

        // A fixed seed: edits of a real certificate reach deeper into the parser than noise does.
        var random = new Random(20260301);
        for (var round = 0; round < 5_000; round++)
        {
            var edited = round % 5 == 0 ? new byte[random.Next(600)] : (byte[])bytes.Clone();
            var edits = round % 5 == 0 ? edited.Length : random.Next(1, 12);
            for (var i = 0; i < edits; i++)
            {
                edited[random.Next(edited.Length)] = (byte)random.Next(256);
            }

            Assert.True(edited.AsSpan().SequenceEqual(bytes) || !IsAccepted(trust, edited));
        }
    }

    [Fact]
    public void BothAlgorithmIdentifiersMustBeEcdsaWithSha256()
    {
        var algorithm = SignedStructure.EcdsaWithSha256;
        var bytes = Members.IssueSigning(_authority, "home-1").Encoded.ToArray();
        var inner = bytes.AsSpan().IndexOf(algorithm) + algorithm.Length - 1;
        var outer = bytes.AsSpan().LastIndexOf(algorithm) + algorithm.Length - 1;
        AssertRefusedWithout(bytes, inner, "algorithms differ");
        AssertRefusedWithout(bytes, outer, "not signed with ECDSA");
    }

    [Fact]
    public void AnAuthorityIsNotAMember()
    {
        Assert.False(IdentityCertificate.TryParse(_authority.Trust.Encoded.Span, out _, out var reason));
        Assert.Contains("authority", reason, StringComparison.Ordinal);
    }

    public static TheoryData<string, bool> Profiles => new()
    {
        { "none", true },
        { "usage", false },
        { "ca", false },
        { "critical", false },
        { "unknown", true },
        { "p384", false },
        { "badAttributes", false },
        { "hash", false },
    };

    // The same certificate with one thing changed, from an authority that signs anything.
    [Theory]
    [MemberData(nameof(Profiles))]
    public void OnlyTheProfileIsAccepted(string change, bool accepted)
    {
        using var key = ECDsa.Create(change == "p384" ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256);
        using var issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var hash = change == "hash" ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        var request = new CertificateRequest(new SubjectName("north", "home-1").Encode(), key, hash);
        var usage = X509KeyUsageFlags.DigitalSignature;
        usage |= change == "usage" ? X509KeyUsageFlags.KeyCertSign : 0;
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(change == "ca", false, 0, true));
        if (change is "critical" or "unknown")
        {
            request.CertificateExtensions.Add(new X509Extension("1.2.3.4", [5, 0], change == "critical"));
        }

        if (change == "badAttributes")
        {
            request.CertificateExtensions.Add(new X509Extension(Oids.AccountAttributes, [5, 0], critical: false));
        }

        using var certificate = request.Create(
            new SubjectName("north", "north").Encode(),
            X509SignatureGenerator.CreateForECDsa(issuer),
            _clock.Now,
            _clock.Now.AddDays(1),
            [1]);
        Assert.Equal(accepted, IdentityCertificate.TryParse(certificate.RawDataMemory.Span, out _, out _));
    }

    [Theory]
    [InlineData("O=north,CN=home-1", true)]
    [InlineData("CN=home-1,O=north", true)]
    [InlineData("CN=home-1", false)]
    [InlineData("O=north", false)]
    [InlineData("O=north,CN=home-1,CN=home-2", false)]
    [InlineData("O=north,CN=home-1,OU=x", false)]
    [InlineData("O=North,CN=home-1", false)]
    [InlineData("O=north,CN=home/1", false)]
    [InlineData("O=north,CN=-home", false)]
    [InlineData("O=north,CN=abcdefghijklmnopqrstuvwxyz012345", false)]
    public void NamesHaveOneForm(string name, bool accepted)
    {
        var encoded = new X500DistinguishedName(name).RawData;
        Assert.Equal(accepted, Record.Exception(() => SubjectName.Decode(encoded)) is null);
    }

    [Fact]
    public void SaysWhenItEnds()
    {
        var certificate = Members.IssueSigning(_authority, "home-1", TimeSpan.FromDays(30));
        Assert.False(certificate.ExpiresWithin(TimeSpan.FromDays(29), _clock.Now));
        Assert.True(certificate.ExpiresWithin(TimeSpan.FromDays(30), _clock.Now));
        Assert.True(certificate.ExpiresWithin(TimeSpan.Zero, _clock.Now.AddDays(31)));
    }

    private static void AssertRefusedWithout(byte[] bytes, int position, string expected)
    {
        bytes[position] ^= 1;
        Assert.False(IdentityCertificate.TryParse(bytes, out _, out var reason));
        Assert.Contains(expected, reason, StringComparison.Ordinal);
        bytes[position] ^= 1;
    }

    private bool IsAccepted(TrustStore trust, byte[] bytes) =>
        IdentityCertificate.TryParse(bytes, out var parsed, out _) && trust.Validate(parsed, _clock.Now, out _);
}
