using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Ledger.Cli.Network;
using Ledger.Identity;
using Ledger.Node;

namespace Ledger.Cli.Tests;

/// <summary>The network directory and the processes of its nodes.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class NetworkTests(NetworkFixture fixture) : IClassFixture<NetworkFixture>
{
    [Fact]
    public void InitMakesWhatTheLayoutSays()
    {
        var network = LocalNetwork.Load(fixture.Directory);

        Assert.Equal("test", network.Manifest.Name);
        Assert.Equal(["node1", "node2", "node3", "node4"], network.Nodes.Select(n => n.Name));
        Assert.Equal(["cell1", "cell2", "cell3", "cell4"], network.Genesis.Organisations.Select(o => o.Id));
        Assert.Equal(4, network.Nodes.Select(n => n.Address).Distinct().Count());
        foreach (var node in network.Nodes)
        {
            var configuration = NodeConfiguration.Load(network.ConfigurationOf(node));
            Assert.Equal((node.Name, node.Address), (configuration.Name, configuration.Listen));
            Assert.Equal(3, configuration.Peers.Count);
            Assert.True(File.Exists(configuration.Genesis));
            using var identity = DeviceIdentity.Load(configuration.Identity);
            Assert.Equal($"{node.Organisation}/{node.Name}", identity.Certificate.AccountName);
            var validator = network.Genesis.Validators.Single(v => v.Name == node.Name);
            Assert.Equal(validator.PublicKey, identity.Signer.PublicKey.ToArray());
            using var admin = DeviceIdentity.Load(network.Layout.Device(node.Organisation, "admin"));
            Assert.True(admin.Certificate.Attributes.TryGetValue("role", out var role));
            Assert.Equal("admin", role);
        }
    }

    [Fact]
    public void PrivateKeysAreForTheOwnerOnly()
    {
        var keys = Directory.GetFiles(fixture.Directory, "*.key", SearchOption.AllDirectories);

        Assert.True(keys.Length >= 4 * 5);
        Assert.All(keys, key => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key)));
    }

    [Fact]
    public async Task InitTakesTheNumberOfNodesAndTheirPorts()
    {
        var place = fixture.Place("seven");

        var run = (await Run.OfAsync(
            "network", "init", "--dir", place, "--nodes", "7", "--base-port", "7100", "--json")).IsOk();

        Assert.Equal(7, run.Json["nodes"]!.AsArray().Count);
        Assert.Equal("127.0.0.1:7106", (string?)run.Json["nodes"]![6]!["address"]);
        Assert.Equal(LocalNetwork.Load(place).ChainId.ToString(), (string?)run.Json["chainId"]);
        Assert.Equal(2, LocalNetwork.Load(place).Genesis.ToMembership().FaultsMax);
    }

    [Fact]
    public async Task InitTakesRotationAndTimers()
    {
        var place = fixture.Place("fast");

        (await Run.OfAsync("network", "init", "--dir", place, "--rotation", "64", "--timers", "fast",
            "--gas-per-block", "70000000", "--gas-per-call", "20000000")).IsOk();
        var limits = LocalNetwork.Load(place).Genesis.Limits;
        Assert.Equal(
            (20_000_000L, 70_000_000L, 70_000_000L), (limits.GasPerCall, limits.GasPerTransaction, limits.GasPerBlock));

        var network = LocalNetwork.Load(place);
        Assert.Equal(64, network.Genesis.Consensus.RotationInterval);
        Assert.Equal(0, LocalNetwork.Load(fixture.Directory).Genesis.Consensus.RotationInterval);
        Assert.All(network.Nodes, n => Assert.Equal("fast", NodeConfiguration.Load(network.ConfigurationOf(n)).Timers));
    }

    [Fact]
    public async Task ADirectoryThatIsNotEmptyIsLeftAlone()
    {
        var before = File.ReadAllBytes(Path.Combine(fixture.Directory, "genesis.json"));

        (await Run.OfAsync("network", "init", "--dir", fixture.Directory)).FailsWith(1, "not an empty directory");

        Assert.Equal(before, File.ReadAllBytes(Path.Combine(fixture.Directory, "genesis.json")));
    }

    [Fact]
    public async Task NodesThatDoNotRunAreToldSo()
    {
        var run = await Run.OfAsync("network", "status", "--dir", fixture.Directory, "--json");

        run.FailsWith(1, "node1, node2, node3, node4 cannot be asked");
        Assert.All(run.Json.AsArray(), node => Assert.False((bool)node!["answers"]!));
    }

    [Theory]
    [InlineData("tx submit wallet transfer cell1/x 5 memo")]
    [InlineData("query wallet account cell1/x")]
    [InlineData("query wallet --call balance cell1/x")]
    [InlineData("block show latest")]
    [InlineData("chaincode list")]
    [InlineData("validator list")]
    [InlineData("validator remove node4")]
    [InlineData("validator approve 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("validator rotate node2 --key 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("id enroll --org cell1 --name unreached")]
    public async Task WithoutANodeACommandFailsInOneLine(string line)
    {
        var run = await Run.OfAsync([.. line.Split(' '), "--dir", fixture.Directory]);

        run.FailsWith(1, "127.0.0.1");
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task StopLeavesProcessesOfOthersAlone()
    {
        var place = fixture.Place("foreign");
        (await Run.OfAsync("network", "init", "--dir", place)).IsOk();
        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        foreach (var cell in new[] { "cell1", "cell2" })
        {
            await File.WriteAllTextAsync(new NetworkLayout(place).NodePid(cell), own);
        }

        await File.WriteAllTextAsync(new NetworkLayout(place).NodePid("cell3"), "not a number");

        var run = (await Run.OfAsync("network", "stop", "--dir", place)).IsOk();

        Assert.Equal("no node was running\n", run.Output);
    }

    [Fact]
    public async Task ANodeThatCannotStartIsToldWithItsLastWords()
    {
        var place = fixture.Place("broken");
        (await Run.OfAsync("network", "init", "--dir", place)).IsOk();
        var network = LocalNetwork.Load(place);
        await File.WriteAllTextAsync(network.ConfigurationOf(network.Nodes[0]), "{ \"name\": 5 }");

        var run = await Run.OfAsync("network", "start", "--dir", place);

        run.FailsWith(1, "node1 ended at once: ledger: ");
        Assert.All(network.Nodes, node => Assert.Null(NodeProcess.Find(network, node)));
    }

    [Fact]
    public async Task AnOwnedProcessIsFoundByItsPidFileAndCanBeKilled()
    {
        var place = fixture.Place("kill");
        (await Run.OfAsync("network", "init", "--dir", place)).IsOk();
        var network = LocalNetwork.Load(place);
        using var process = NodeProcess.Start(network, network.Nodes[0], isOwned: true);

        using (var found = NodeProcess.Find(network, network.Nodes[0]))
        {
            Assert.Equal(process.Id, found?.Id);
        }

        var again = Assert.Throws<CommandException>(() => NodeProcess.Start(network, network.Nodes[0], isOwned: true));
        Assert.Contains("is running already", again.Message, StringComparison.Ordinal);
        process.Kill();
        Assert.True(await process.WaitForExitAsync(TimeSpan.FromSeconds(10)));
        Assert.Null(NodeProcess.Find(network, network.Nodes[0]));
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(process.Id));
    }

    [Fact]
    public async Task AnOwnedNodeAnswersAndEndsWhenItsOwnerLetsGo()
    {
        var place = fixture.Place("owned");
        (await Run.OfAsync("network", "init", "--dir", place)).IsOk();
        var network = LocalNetwork.Load(place);
        var node = network.Nodes[1];
        var owned = NodeProcess.Start(network, node, isOwned: true);
        var status = await owned.WaitReadyAsync(TimeSpan.FromSeconds(30));
        using var watched = NodeProcess.Find(network, node);

        owned.Dispose();

        Assert.Equal("node2", status.Node);
        Assert.Equal(network.ChainId, status.ChainId);
        Assert.True(await watched!.WaitForExitAsync(TimeSpan.FromSeconds(20)));
    }
}
