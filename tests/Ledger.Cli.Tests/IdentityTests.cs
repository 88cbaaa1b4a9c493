using System.Runtime.Versioning;
using Ledger.Cli.Network;

namespace Ledger.Cli.Tests;

/// <summary><c>id enroll</c> and <c>id show</c> without a running network.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class IdentityTests(NetworkFixture network) : IClassFixture<NetworkFixture>
{
    [Fact]
    public async Task EnrollMakesADeviceThatShowDescribes()
    {
        var made = (await EnrollAsync("home-1", "role=prosumer", "assetType=pv")).IsOk();
        var shown = (await Run.OfAsync("id", "show", (string)made.Json["directory"]!, "--json")).IsOk();

        Assert.Equal("cell2/home-1", (string?)made.Json["account"]);
        Assert.True((bool)made.Json["new"]!);
        Assert.Null((ulong?)made.Json["enrolledAtHeight"]);
        Assert.Equal("cell2/home-1", (string?)shown.Json["account"]);
        Assert.Equal("prosumer", (string?)shown.Json["attributes"]!["role"]);
        Assert.Equal("pv", (string?)shown.Json["attributes"]!["assetType"]);
        Assert.Equal(64, ((string)shown.Json["publicKey"]!).Length);
    }

    [Fact]
    public async Task EnrollingAgainKeepsTheKeys()
    {
        (await EnrollAsync("home-2", "role=consumer")).IsOk();
        var key = await File.ReadAllTextAsync(Path.Combine(Layout.Device("cell2", "home-2"), "signing.key"));

        var again = (await EnrollAsync("home-2", "role=consumer")).IsOk();

        Assert.False((bool)again.Json["new"]!);
        Assert.Equal(key, await File.ReadAllTextAsync(Path.Combine(Layout.Device("cell2", "home-2"), "signing.key")));
    }

    [Fact]
    public async Task EnrollingAgainWithOtherAttributesFails()
    {
        (await EnrollAsync("home-3", "role=consumer")).IsOk();

        (await EnrollAsync("home-3", "role=admin")).FailsWith(1, "cell2/home-3 exists with other attributes: role=consumer");
    }

    [Fact]
    public async Task ShowIsReadableWithoutJson()
    {
        var run = (await Run.OfAsync("id", "show", Layout.Device("cell1", "admin"))).IsOk();

        Assert.Contains("account      cell1/admin", run.Output, StringComparison.Ordinal);
        Assert.Contains("attributes   role=admin", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATooWidelyReadableKeyIsRefusedInOneLine()
    {
        (await EnrollAsync("home-4")).IsOk();
        var key = Path.Combine(Layout.Device("cell2", "home-4"), "signing.key");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        (await Run.OfAsync("chaincode", "list", "--dir", network.Directory, "--as", "cell2/home-4"))
            .FailsWith(1, "signing.key");
    }

    private NetworkLayout Layout => new(network.Directory);

    private Task<Run> EnrollAsync(string name, params string[] attributes) => Run.OfAsync(
    [
        "id", "enroll", "--dir", network.Directory, "--org", "cell2", "--name", name, "--offline", "--json",
        .. attributes.SelectMany(a => new[] { "--attribute", a }),
    ]);
}
