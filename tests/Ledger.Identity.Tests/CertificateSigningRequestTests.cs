using System.Security.Cryptography;

namespace Ledger.Identity.Tests;

public sealed class CertificateSigningRequestTests
{
    [Fact]
    public void BothKindsComeBackFromTheirBytes()
    {
        using var signing = Ed25519KeyPair.Generate();
        using var tls = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        AssertComesBack(CertificateSigningRequest.Create("north", "home-1", signing), KeyAlgorithm.Ed25519);
        AssertComesBack(CertificateSigningRequest.Create("north", "home-1", tls), KeyAlgorithm.P256);
    }

    [Fact]
    public void NoFlippedBitKeepsTheProofOfPossession()
    {
        using var signing = Ed25519KeyPair.Generate();
        using var tls = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        AssertNoFlipAccepted(CertificateSigningRequest.Create("north", "home-1", signing));
        AssertNoFlipAccepted(CertificateSigningRequest.Create("north", "home-1", tls));
    }

    [Fact]
    public void SomebodyElsesKeyIsRefused()
    {
        using var mine = Ed25519KeyPair.Generate();
        using var theirs = Ed25519KeyPair.Generate();
        var bytes = CertificateSigningRequest.Create("north", "home-1", mine).Encoded.ToArray();
        var position = bytes.AsSpan().IndexOf(mine.PublicKey.Span);
        theirs.PublicKey.Span.CopyTo(bytes.AsSpan(position));

        Assert.False(CertificateSigningRequest.TryParse(bytes, out _, out var reason));
        Assert.Contains("signature", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void BadNamesAndCurvesThrow()
    {
        using var signing = Ed25519KeyPair.Generate();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => CertificateSigningRequest.Create("North", "home-1", signing));
        Assert.Throws<ArgumentException>(() => CertificateSigningRequest.Create("north", "home/1", signing));
        Assert.Throws<ArgumentException>(() => CertificateSigningRequest.Create("north", "home-1", other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void OtherTextIsRefused(string text) =>
        Assert.False(CertificateSigningRequest.TryParsePem(text, out _, out _));

    [Fact]
    public async Task OpensslVerifiesOurRequests()
    {
        using var directory = new TemporaryDirectory();
        Enrolment.CreateRequests(directory.At("home"), "north", "home-1");
        foreach (var file in new[] { IdentityFiles.SigningRequest, IdentityFiles.TlsRequest })
        {
            var (status, output) = await OpenSsl.Run(
                "req", "-in", directory.At("home", file), "-verify", "-noout", "-subject");
            Assert.True(status == 0, output);
            Assert.Contains("OK", output, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("home-1", output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(KeyAlgorithm.Ed25519, "ed25519", "")]
    [InlineData(KeyAlgorithm.P256, "ec", "ec_paramgen_curve:P-256")]
    public async Task WeAcceptRequestsOfOpenssl(KeyAlgorithm algorithm, string openSslName, string option)
    {
        using var directory = new TemporaryDirectory();
        string[] options = option.Length > 0 ? ["-pkeyopt", option] : [];
        var (status, output) = await OpenSsl.Run(
            ["genpkey", "-algorithm", openSslName, "-out", directory.At("key"), .. options]);
        Assert.True(status == 0, output);
        (status, output) = await OpenSsl.Run(
            "req", "-new", "-key", directory.At("key"), "-subj", "/O=north/CN=home-1", "-out", directory.At("csr"));
        Assert.True(status == 0, output);

        var text = await File.ReadAllTextAsync(directory.At("csr"), TestContext.Current.CancellationToken);
        Assert.True(CertificateSigningRequest.TryParsePem(text, out var request, out var reason), reason);
        Assert.Equal(("north", "home-1", algorithm), (request.Organisation, request.Name, request.KeyAlgorithm));
    }

    private static void AssertComesBack(CertificateSigningRequest request, KeyAlgorithm algorithm)
    {
        Assert.True(CertificateSigningRequest.TryParsePem(request.ToPem(), out var again, out var reason), reason);
        Assert.Equal("north", again.Organisation);
        Assert.Equal("home-1", again.Name);
        Assert.Equal(algorithm, again.KeyAlgorithm);
        Assert.Equal(request.Encoded.ToArray(), again.Encoded.ToArray());
    }

    private static void AssertNoFlipAccepted(CertificateSigningRequest request)
    {
        var bytes = request.Encoded.ToArray();
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(CertificateSigningRequest.TryParse(bytes, out _, out _), $"Accepted with bit {bit} flipped.");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }
}
