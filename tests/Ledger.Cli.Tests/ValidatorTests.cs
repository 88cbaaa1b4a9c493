using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Ledger.Chaincode;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Client;
using Ledger.Identity;
using Ledger.Node;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Cli.Tests;

/// <summary>Further nodes, new keys and changes of members, as far as they need no running network.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ValidatorTests : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("ledger-cli-").FullName;

    private string Place => Path.Combine(_root, "net");

    public async ValueTask InitializeAsync() =>
        (await Run.OfAsync("network", "init", "--dir", Place, "--timers", "fast")).IsOk();

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task AnAddedNodeIsKnownToTheOthersAndMayVoteAtOnce()
    {
        var made = (await Run.OfAsync(
            "network", "add-node", "--dir", Place, "node5", "--organisation", "cell1", "--json")).IsOk();

        var network = LocalNetwork.Load(Place);
        var node = network.Node("node5");
        var configuration = NodeConfiguration.Load(network.ConfigurationOf(node));
        using var identity = DeviceIdentity.Load(configuration.Identity);
        Assert.Equal("cell1/node5", identity.Certificate.AccountName);
        Assert.Equal(Convert.ToHexStringLower(identity.Signer.PublicKey.Span), (string?)made.Json["publicKey"]);
        Assert.Equal(("node5", "fast", 4), (configuration.Name, configuration.Timers, configuration.Peers.Count));
        Assert.Equal(node.Address, configuration.Listen);
        Assert.Equal(5, network.Nodes.Select(n => n.Address).Distinct().Count());
        Assert.Equal(network.HomeOf(node), Path.GetDirectoryName(configuration.Data));
        Assert.NotEqual(network.LogOf(node), network.LogOf(network.Node("node1")));
        foreach (var other in network.Nodes.Take(4))
        {
            var file = JsonNode.Parse(await File.ReadAllTextAsync(network.ConfigurationOf(other)))!;
            Assert.Equal("../../genesis.json", (string?)file["genesis"]);
            Assert.Contains(
                new PeerAddress("node5", node.Address), NodeConfiguration.Load(network.ConfigurationOf(other)).Peers);
        }

        // It is initialised: doing so again is refused.
        (await Run.OfAsync("node", "init", "--config", network.ConfigurationOf(node))).FailsWith(1, configuration.Data);
    }

    [Fact]
    public async Task ANameIsGivenOnce()
    {
        (await AddAsync("node4", "cell1")).FailsWith(1, "there is a node or a device 'node4' already");
        (await AddAsync("admin", "cell1")).FailsWith(1, "there is a node or a device 'admin' already");
        (await AddAsync("node5", "cell1")).IsOk();
        (await AddAsync("node5", "cell2")).FailsWith(1, "there is a node or a device 'node5' already");
        var taken = LocalNetwork.Load(Place).Node("node2").Uri.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        (await AddAsync("node6", "cell2", "--port", taken)).FailsWith(2, "belongs to another node");
        Assert.Equal(5, LocalNetwork.Load(Place).Nodes.Count);
    }

    [Fact]
    public async Task AnInitialisedDirectoryIsThatOfAKeyThatNeverVoted()
    {
        var network = LocalNetwork.Load(Place);
        var configuration = NodeConfiguration.Load(network.ConfigurationOf(network.Nodes[0]));
        (await Run.OfAsync("node", "init", "--config", configuration.Path!)).FailsWith(1, configuration.Data);
        Directory.Delete(configuration.Data, recursive: true);

        var made = (await Run.OfAsync("node", "init", "--config", configuration.Path!, "--json")).IsOk();

        Assert.Equal(("node1", configuration.Data), ((string?)made.Json["name"], (string?)made.Json["data"]));
        Assert.NotEmpty(Directory.GetFiles(configuration.Data));
    }

    [Fact]
    public async Task ARotationIsPreparedOnce()
    {
        (await Run.OfAsync("validator", "rotate", "--dir", Place, "node2")).FailsWith(1, "--prepare' makes it");
        (await Run.OfAsync("validator", "rotate", "--dir", Place, "node2", "--finish")).FailsWith(1, "--prepare' makes it");

        var made = (await Run.OfAsync("validator", "rotate", "--dir", Place, "node2", "--prepare", "--json")).IsOk();

        var network = LocalNetwork.Load(Place);
        var configuration = NodeConfiguration.Load(network.ConfigurationOf(network.Node("node2")));
        using var old = DeviceIdentity.Load(configuration.Identity);
        using var next = DeviceIdentity.Load(configuration.NextIdentity!);
        Assert.Equal(old.Certificate.AccountName, next.Certificate.AccountName);
        Assert.False(old.Signer.PublicKey.Span.SequenceEqual(next.Signer.PublicKey.Span));
        Assert.Equal(Convert.ToHexStringLower(next.Signer.PublicKey.Span), (string?)made.Json["publicKey"]);
        (await Run.OfAsync("validator", "rotate", "--dir", Place, "node2", "--prepare"))
            .FailsWith(1, "node2 has a next identity already");

        NodeFactory.FinishRotation(network, network.Node("node2"), TimeProvider.System);

        var finished = NodeConfiguration.Load(configuration.Path!);
        Assert.Null(finished.NextIdentity);
        Assert.Equal(configuration.NextIdentity, finished.Identity);
        Assert.Equal(configuration.Peers, finished.Peers);
    }

    [Fact]
    public void MembersAndProposalsAreShown()
    {
        var members = LocalNetwork.Load(Place).Genesis.ToMembership();
        var proposal = MembershipProposal.Remove(members, "node1");
        var open = new OpenMembershipProposal(proposal, [new OrganisationApproval("cell3", "cell3/admin", 5)]);
        var header = new BlockHeader(new SequenceNumber(160), default, 1, 0, default, default, default, members.Hash, members.Hash);
        var change = new MembershipChange(new SequenceNumber(320), members);
        var proven = new ProvenSchedule(new MembershipSchedule(new SequenceNumber(128), members, change), header);
        var json = JsonNode.Parse(Written(t => MembershipView.Write(t, proven, [open], isJson: true)))!;
        var text = Written(t => MembershipView.Write(t, proven, [open], isJson: false));

        Assert.Equal((160UL, 128UL, 3), ((ulong)json["height"]!, (ulong)json["epochBase"]!, (int)json["quorum"]!));
        Assert.Equal(["node1", "node2", "node3", "node4"], json["members"]!.AsArray().Select(m => (string?)m!["name"]));
        Assert.Equal(320UL, (ulong)json["pending"]!["lastBlockOfThese"]!);
        Assert.Equal(proposal.Hash.ToString(), (string?)json["proposals"]![0]!["hash"]);
        Assert.Equal("cell3", (string?)json["proposals"]![0]!["approvals"]![0]!["organisation"]);
        Assert.Contains("epoch    from block 129", text, StringComparison.Ordinal);
        Assert.Contains("Decided: behind block 320 these vote instead.", text, StringComparison.Ordinal);
        Assert.Contains("Proposed: remove node1; approved by cell3", text, StringComparison.Ordinal);
    }

    [Fact]
    public void AnApprovalTellsWhatItDecided()
    {
        var members = LocalNetwork.Load(Place).Genesis.ToMembership();
        var proposal = MembershipProposal.Remove(members, "node1");
        var scheduled = new LedgerEvent("membership", "scheduled", new RecordWriter().Long(320).Bytes(new byte[32]).ToArray());
        var first = JsonNode.Parse(Written(t => MembershipView.Write(t, Receipt(), proposal, isJson: true)))!;
        var last = JsonNode.Parse(Written(t => MembershipView.Write(t, Receipt(scheduled), proposal, isJson: true)))!;
        var key = JsonNode.Parse(Written(t => MembershipView.WriteRotation(t, Receipt(scheduled), "node1", new byte[32], isJson: true)))!;

        Assert.False((bool)first["decided"]!);
        Assert.Null(first["lastBlockOfOld"]);
        Assert.Equal((true, 320L), ((bool)last["decided"]!, (long)last["lastBlockOfOld"]!));
        Assert.Equal(320L, (long)key["lastBlockOfOld"]!);
        Assert.Contains(
            "the new members vote behind block 320",
            Written(t => MembershipView.Write(t, Receipt(scheduled), proposal, isJson: false)), StringComparison.Ordinal);
    }

    [Fact]
    public void EvidenceIsShownWithItsJudgement()
    {
        var record = new EvidenceRecord(
            "node3", new byte[] { 1, 2 }, "Prepare", new ViewNumber(4), new SequenceNumber(9), Digest.Of("e"u8), new byte[] { 3 },
            new byte[] { 4 });
        var json = JsonNode.Parse(Written(t => EvidenceView.Write(t, [("node1", record, null)], isJson: true)))!;
        var text = Written(t => EvidenceView.Write(t, [("node1", record, "a signature is not valid")], isJson: false));

        Assert.Equal(("node3", "Prepare", 9UL), ((string?)json[0]!["validator"], (string?)json[0]!["kind"], (ulong)json[0]!["height"]!));
        Assert.Equal(("03", "04", true), ((string?)json[0]!["first"], (string?)json[0]!["second"], (bool)json[0]!["proven"]!));
        Assert.Contains("proves nothing: a signature is not valid", text, StringComparison.Ordinal);
        Assert.Equal("no evidence\n", Written(t => EvidenceView.Write(t, [], isJson: false)));
    }

    private static TransactionReceipt Receipt(params LedgerEvent[] events)
    {
        var receipt = new Receipt(default, ReceiptStatus.Ok, [new(ReceiptStatus.Ok, "", default, 0, events)]);
        return new TransactionReceipt(receipt, new SequenceNumber(7), 0, receipt.Encode());
    }

    private static string Written(Action<Terminal> write)
    {
        using var output = new StringWriter();
        write(new Terminal(output, TextWriter.Null));
        return output.ToString();
    }

    private Task<Run> AddAsync(string name, string organisation, params string[] more) =>
        Run.OfAsync(["network", "add-node", "--dir", Place, name, "--organisation", organisation, .. more]);
}
