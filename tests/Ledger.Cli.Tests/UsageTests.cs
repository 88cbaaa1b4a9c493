using System.CommandLine;
using Ledger.Cli.Commands;
using Ledger.Cli.Output;

namespace Ledger.Cli.Tests;

/// <summary>Bad input is one clear line and status 2; help has an example.</summary>
public sealed class UsageTests(NetworkFixture network) : IClassFixture<NetworkFixture>
{
    public static TheoryData<string> Commands()
    {
        var data = new TheoryData<string>();
        foreach (var path in CommandList.Create(new Terminal(TextWriter.Null, TextWriter.Null)).SelectMany(c => Leaves(c, "")))
        {
            data.Add(path);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task EveryCommandHasHelpWithAnExampleThatParses(string command)
    {
        var run = (await Run.OfAsync([.. command.Split(' '), "--help"])).IsOk();

        var example = run.Output[run.Output.IndexOf("Example:", StringComparison.Ordinal)..].Split('\n')[1].Trim();
        Assert.StartsWith($"ledger {command} ", example, StringComparison.Ordinal);
        var root = new RootCommand();
        foreach (var each in CommandList.Create(new Terminal(TextWriter.Null, TextWriter.Null)))
        {
            root.Add(each);
        }

        Assert.Empty(root.Parse(example["ledger ".Length..].Split(' ')).Errors);
    }

    [Fact]
    public async Task TheRootHelpListsEveryCommand()
    {
        var run = (await Run.OfAsync("--help")).IsOk();

        foreach (var command in CommandList.Create(new Terminal(TextWriter.Null, TextWriter.Null)))
        {
            Assert.Contains($"  {command.Name}", run.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "a command is missing")]
    [InlineData("bogus", "unknown command or argument 'bogus'")]
    [InlineData("network", "a command is missing")]
    [InlineData("network bogus", "unknown command or argument 'bogus'")]
    [InlineData("network init --bogus", "unknown option '--bogus'")]
    [InlineData("network init --nodes four", "four")]
    [InlineData("network init --nodes 3 --dir x", "4 to 31 nodes, not 3")]
    [InlineData("network init --nodes 32 --dir x", "4 to 31 nodes, not 32")]
    [InlineData("network init --rotation 33 --dir x", "every multiple of 32 blocks")]
    [InlineData("network init --gas-per-block 999999 --dir x", "GasPerBlock is 999999, not 1000000 to")]
    [InlineData("network init --gas-per-call 1000000001 --dir x", "GasPerTransaction is 1000000001, not 1000000 to 1000000000")]
    [InlineData("network init --rotation -32 --dir x", "every multiple of 32 blocks")]
    [InlineData("network init --timers quick --dir x", "not 'quick'")]
    [InlineData("network add-node node5", "--organisation")]
    [InlineData("network add-node node5 --organisation cell1 --dir no-such-place", "holds no network")]
    [InlineData("network evidence --dir no-such-place", "holds no network")]
    [InlineData("node init", "--config")]
    [InlineData("node init --config no-such-file", "no-such-file")]
    [InlineData("validator", "a command is missing")]
    [InlineData("validator add", "NAME")]
    [InlineData("validator replace node1", "NEW")]
    [InlineData("validator list --bogus", "unknown option '--bogus'")]
    [InlineData("validator approve 12", "'12' is not a proposal hash")]
    [InlineData("validator list --dir no-such-place", "holds no network")]
    [InlineData("validator rotate node1 --prepare --finish", "exclude each other")]
    [InlineData("validator rotate node1 --prepare --key 12", "exclude each other")]
    [InlineData("network init --base-port 65534 --dir x", "between 1 and 65535")]
    [InlineData("network init --name A_B --dir x", "'A_B' is no name")]
    [InlineData("network start --dir no-such-place", "holds no network")]
    [InlineData("network status --dir no-such-place", "holds no network")]
    [InlineData("network stop --dir no-such-place", "holds no network")]
    [InlineData("node run", "--config")]
    [InlineData("node run --config no-such-file", "no-such-file")]
    [InlineData("id show", "DIR|CERT")]
    [InlineData("id show no-such-file", "there is no certificate no-such-file")]
    [InlineData("tx submit wallet", "FUNCTION")]
    [InlineData("tx submit wallet transfer --bogus", "unknown option '--bogus'")]
    [InlineData("tx receipt 12ab", "'12ab' is not a transaction id")]
    [InlineData("query", "CONTRACT")]
    [InlineData("query wallet", "name the key")]
    [InlineData("query wallet account --quorum", "--quorum goes with --call")]
    [InlineData("query wallet long:x", "'long:x' is not long: and a whole number")]
    [InlineData("query wallet hex:0", "'hex:0' is not hex:")]
    [InlineData("query wallet --bogus", "unknown option '--bogus'")]
    [InlineData("block show", "HEIGHT")]
    [InlineData("block show 0", "'0' is not a height")]
    [InlineData("block show -- -1", "'-1' is not a height")]
    [InlineData("block show last", "'last' is not a height")]
    [InlineData("chaincode install no-such.dll", "there is no file no-such.dll")]
    [InlineData("chaincode approve 12", "'12' is neither a package hash")]
    [InlineData("verify no-such-place", "there is no directory")]
    [InlineData("tx submit wallet transfer @file", "holds no network")]
    public async Task BadInputIsOneLineAndStatus2(string line, string words)
    {
        var run = await Run.OfAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        run.FailsWith(2, words);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData("tx submit --as nobody wallet transfer", "'nobody' is not an account")]
    [InlineData("tx submit --as cell1/ghost wallet transfer", "there is no device cell1/ghost")]
    [InlineData("tx submit --as ../../x wallet transfer", "is not an account")]
    [InlineData("tx submit --node node9 wallet transfer", "there is no node 'node9'; the network has node1, node2, node3, node4")]
    [InlineData("validator add node9", "there is no node 'node9' here; --organisation and --key say")]
    [InlineData("validator add node9 --organisation cell1 --key 0a", "'0a' is not a key of 64 hexadecimal digits")]
    [InlineData("validator add node1 --organisation cell2", "node1 is a node of cell1, not of cell2")]
    [InlineData("validator replace node1 node9", "there is no node 'node9' here")]
    [InlineData("validator rotate node9", "there is no node 'node9'; the network has")]
    [InlineData("validator rotate node9 --prepare", "there is no node 'node9'; the network has")]
    [InlineData("validator list --as cell1/ghost", "there is no device cell1/ghost")]
    [InlineData("network add-node node9 --organisation cell9", "'cell9' is no organisation of this network")]
    [InlineData("network add-node Node9 --organisation cell1", "'Node9' is no name for a node")]
    [InlineData("network add-node node9 --organisation cell1 --port 0", "port 0 is not between")]
    [InlineData("network start --node node9", "there is no node 'node9'; the network has")]
    [InlineData("network stop --node node9", "there is no node 'node9'; the network has")]
    [InlineData("network evidence --node node9", "there is no node 'node9'; the network has")]
    [InlineData("id enroll --org cell9 --name x", "'cell9' is no organisation of this network")]
    [InlineData("id enroll --org cell1 --name X/Y", "'X/Y' is not a device name")]
    [InlineData("id enroll --org cell1 --name x --attribute role", "'role' is not of the form name=value")]
    [InlineData("id enroll --org cell1 --name x --attribute =b", "'=b' is not of the form name=value")]
    [InlineData("id enroll --org cell1 --name x --attribute Role=b", "not lower camel case")]
    public async Task WhatTheNetworkDoesNotHaveIsBadInput(string line, string words)
    {
        var run = await Run.OfAsync([.. line.Split(' '), "--dir", network.Directory]);

        run.FailsWith(2, words);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task ADamagedNetworkIsBadInput()
    {
        var place = network.Place("damaged");
        Directory.CreateDirectory(place);
        await File.WriteAllTextAsync(Path.Combine(place, "network.json"), "{");

        (await Run.OfAsync("network", "status", "--dir", place)).FailsWith(2, "is not a usable network");
    }

    [Fact]
    public async Task AFileThatIsNoCertificateIsBadInput()
    {
        var place = network.Place("garbage.crt");
        await File.WriteAllTextAsync(place, "garbage");

        (await Run.OfAsync("id", "show", place)).FailsWith(2, "holds no certificate");
        (await Run.OfAsync("id", "show", Path.Combine(network.Directory, "cell1", "ca", "ca.crt")))
            .FailsWith(2, "is not a member's certificate");
    }

    [Fact]
    public async Task VerifyNeedsALedger()
    {
        var place = Directory.CreateTempSubdirectory("ledger-cli-none-").FullName;

        (await Run.OfAsync("verify", place)).FailsWith(2, "there is no ledger in");
        Directory.Delete(place);
    }

    private static IEnumerable<string> Leaves(Command command, string path)
    {
        var here = path.Length == 0 ? command.Name : $"{path} {command.Name}";
        return command is CliCommand ? [here] : command.Subcommands.SelectMany(c => Leaves(c, here));
    }
}
