using Ledger.Identity.Interop;

namespace Ledger.Identity.Tests;

public sealed class LibsodiumLoaderTests
{
    [Fact]
    public void TheMessageNamesThePackages()
    {
        var message = LibsodiumLoader.Explain("is not installed");
        Assert.Contains("Debian or Ubuntu: libsodium23", message, StringComparison.Ordinal);
        Assert.Contains("Fedora: libsodium", message, StringComparison.Ordinal);
        Assert.Contains("brew install libsodium", message, StringComparison.Ordinal);
    }

    [Fact]
    public void LibrariesThatAreMissingAreNotFound() => Assert.Equal(
        0, LibsodiumLoader.LoadFirst(["libsodium-of-nobody.so.1"], typeof(LibsodiumLoader).Assembly));

    [Theory]
    [InlineData(9, 6, false)]
    [InlineData(10, 2, false)]
    [InlineData(10, 3, true)]
    [InlineData(26, 1, true)]
    public void OldVersionsAreRefused(int major, int minor, bool accepted) =>
        Assert.Equal(accepted, LibsodiumLoader.CheckVersion(major, minor) is null);

    [Fact]
    public void ThisMachineHasAUsableLibrary() =>
        Assert.Null(Record.Exception(Ed25519.EnsureAvailable));
}
