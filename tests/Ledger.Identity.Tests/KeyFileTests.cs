using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Ledger.Identity.Tests;

// File modes are tested, which Windows has none of.
[UnsupportedOSPlatform("windows")]
public sealed class KeyFileTests : IDisposable
{
    // RFC 8410 §10.3: the same key twice, alone and with an attribute and its public key.
    private const string Rfc8410Private =
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n" +
        "-----END PRIVATE KEY-----\n";

    private const string Rfc8410PrivateWithPublic =
        "-----BEGIN PRIVATE KEY-----\nMHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n" +
        "oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\nZ9w7lshQhqowtrbLDFw4rXAxZuE=\n" +
        "-----END PRIVATE KEY-----\n";

    private const string Rfc8410Public = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(Rfc8410Private)]
    [InlineData(Rfc8410PrivateWithPublic)]
    public void LoadsTheExamplesOfRfc8410(string pem)
    {
        using var key = KeyFile.LoadEd25519(WritePrivate("example.key", pem));
        Assert.Equal(Rfc8410Public, Convert.ToHexStringLower(key.PublicKey.Span));
    }

    [Fact]
    public void RefusesAPublicKeyThatIsNotTheSeeds()
    {
        var changed = Rfc8410PrivateWithPublic.Replace("AxZuE=", "AxZuI=", StringComparison.Ordinal);
        var path = WritePrivate("example.key", changed);
        Assert.Throws<IdentityException>(() => KeyFile.LoadEd25519(path));
    }

    [Fact]
    public void WritesExactlyTheExampleOfRfc8410()
    {
        using var key = KeyFile.LoadEd25519(WritePrivate("example.key", Rfc8410Private));
        KeyFile.Save(_directory.At("again.key"), key);
        Assert.Equal(Rfc8410Private, File.ReadAllText(_directory.At("again.key")));
    }

    [Fact]
    public void BothKindsComeBack()
    {
        using var signing = Ed25519KeyPair.Generate();
        using var tls = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        KeyFile.Save(_directory.At("signing.key"), signing);
        KeyFile.Save(_directory.At("tls.key"), tls);

        using var signingAgain = KeyFile.LoadEd25519(_directory.At("signing.key"));
        using var tlsAgain = KeyFile.LoadP256(_directory.At("tls.key"));
        Assert.Equal(signing.PublicKey.ToArray(), signingAgain.PublicKey.ToArray());
        Assert.Equal(tls.ExportSubjectPublicKeyInfo(), tlsAgain.ExportSubjectPublicKeyInfo());
        Assert.Throws<IdentityException>(() => KeyFile.LoadEd25519(_directory.At("tls.key")));
        Assert.Throws<IdentityException>(() => KeyFile.LoadP256(_directory.At("signing.key")));
    }

    [Fact]
    public void KeysOfOtherCurvesAreRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        KeyFile.Save(_directory.At("p384.key"), key);
        Assert.Throws<IdentityException>(() => KeyFile.LoadP256(_directory.At("p384.key")));
    }

    [Fact]
    public void FilesHaveMode0600AndReplaceWiderOnes()
    {
        using var key = Ed25519KeyPair.Generate();
        var path = _directory.At("signing.key");
        File.WriteAllText(path, "earlier");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        KeyFile.Save(path, key);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal([path], Directory.GetFiles(_directory.Root));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void FilesOpenToOthersAreRefusedWithARemedy(UnixFileMode extra)
    {
        using var key = Ed25519KeyPair.Generate();
        var path = _directory.At("signing.key");
        KeyFile.Save(path, key);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | extra);

        var refusal = Assert.Throws<IdentityException>(() => KeyFile.LoadEd25519(path));
        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("chmod 600", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void OtherContentIsRefused(string content)
    {
        var path = WritePrivate("bad.key", content);
        Assert.Throws<IdentityException>(() => KeyFile.LoadEd25519(path));
        Assert.Throws<IdentityException>(() => KeyFile.LoadP256(path));
    }

    [Fact]
    public void MissingAndOversizedFilesAreRefused()
    {
        Assert.Throws<IdentityException>(() => KeyFile.LoadEd25519(_directory.At("nowhere", "signing.key")));
        var path = WritePrivate("large.key", new string('x', 5000));
        Assert.Throws<IdentityException>(() => KeyFile.LoadEd25519(path));
    }

    [Fact]
    public async Task OpensslReadsOurKeyAndWeReadIts()
    {
        using var key = Ed25519KeyPair.Generate();
        KeyFile.Save(_directory.At("ours.key"), key);
        var (status, text) = await OpenSsl.Run("pkey", "-in", _directory.At("ours.key"), "-pubout", "-outform", "PEM");
        Assert.Equal(0, status);
        Assert.Contains(
            Convert.ToBase64String(SubjectPublicKey.EncodeEd25519(key.PublicKey.Span).ExportSubjectPublicKeyInfo()),
            text,
            StringComparison.Ordinal);

        var theirs = _directory.At("theirs.key");
        (status, _) = await OpenSsl.Run("genpkey", "-algorithm", "ed25519", "-out", theirs);
        Assert.Equal(0, status);
        using var loaded = KeyFile.LoadEd25519(theirs);
        Assert.Equal(Ed25519.PublicKeySize, loaded.PublicKey.Length);
    }

    private string WritePrivate(string name, string content)
    {
        var path = _directory.At(name);
        AtomicFile.WritePrivate(path, System.Text.Encoding.ASCII.GetBytes(content));
        return path;
    }
}
