using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Client;
using Ledger.Node;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary>
/// <c>validator rotate</c>: another key for a validator, in three steps, so that the node knows the new key before the
/// ledger asks for it and forgets the old one only after.
/// </summary>
internal sealed class ValidatorRotateCommand : ValidatorCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of the validator." };
    private readonly Option<string?> _key = new("--key")
    {
        Description = "The new Ed25519 key, 64 hexadecimal digits; by default that of the identity that --prepare made.",
        HelpName = "HEX",
    };

    private readonly Option<bool> _prepare = new("--prepare")
    {
        Description = "First step: make the new identity and name it in the node's configuration. Then start the node again.",
    };

    private readonly Option<bool> _finish = new("--finish")
    {
        Description = "Last step, when the new key votes: drop the old identity from the configuration.",
    };

    public ValidatorRotateCommand(Terminal terminal)
        : base(
            terminal, "rotate",
            "Gives a validator another key, by word of an administrator of its own organisation.",
            "ledger validator rotate --dir my-network --as cell2/admin node2")
    {
        Add(_name);
        Add(_key);
        Add(_prepare);
        Add(_finish);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (isPreparing, isFinishing) = (parsed.GetValue(_prepare), parsed.GetValue(_finish));
        if ((isPreparing ? 1 : 0) + (isFinishing ? 1 : 0) + (parsed.GetValue(_key) == null ? 0 : 1) > 1)
        {
            throw CommandException.BadInput("--prepare, --finish and --key exclude each other");
        }

        var network = Network(parsed);
        var name = parsed.GetRequiredValue(_name);
        if (isPreparing)
        {
            return Prepare(parsed, network, network.Node(name));
        }

        return isFinishing
            ? await FinishAsync(parsed, network, network.Node(name), cancellation).ConfigureAwait(false)
            : await RotateAsync(parsed, network, name, cancellation).ConfigureAwait(false);
    }

    private int Prepare(ParseResult parsed, LocalNetwork network, NetworkNode node)
    {
        var directory = NodeFactory.PrepareRotation(network, node, TimeProvider.System);
        Tell(parsed, node.Name, Convert.ToHexStringLower(ValidatorLookup.KeyIn(directory)), directory,
            $"Stop and start {node.Name}, so that it knows the key; then: ledger validator rotate {node.Name}");
        return ExitStatus.Ok;
    }

    private async Task<int> RotateAsync(
        ParseResult parsed, LocalNetwork network, string name, CancellationToken cancellation)
    {
        var node = network.Nodes.FirstOrDefault(n => n.Name == name);
        var key = parsed.GetValue(_key) is { } text
            ? ValidatorLookup.ParseKey(text)
            : ValidatorLookup.KeyIn(NextIdentityOf(network, network.Node(name)));
        var call = new CallArguments().Text(name).Bytes(key).Call(MembershipSchedule.Contract, "rotate");
        var administrator = node == null ? null : LocalNetwork.AdministratorOf(node.Organisation);
        var connection = Connect(parsed, network, administrator);
        await using (connection.ConfigureAwait(false))
        {
            var receipt = await connection.Client.SubmitAsync(call, cancellation).ConfigureAwait(false);
            MembershipView.WriteRotation(Terminal, receipt.EnsureOk(), name, key, IsJson(parsed));
        }

        return ExitStatus.Ok;
    }

    private async Task<int> FinishAsync(
        ParseResult parsed, LocalNetwork network, NetworkNode node, CancellationToken cancellation)
    {
        var directory = NextIdentityOf(network, node);
        var key = ValidatorLookup.KeyIn(directory);
        var connection = Connect(parsed, network, LocalNetwork.AdministratorOf(node.Organisation));
        await using (connection.ConfigureAwait(false))
        {
            var members = (await connection.Client.ScheduleAsync(cancellation).ConfigureAwait(false)).Members;
            if (members.Find(node.Name) is not { } place || !members.KeyOf(place).SequenceEqual(key))
            {
                throw CommandException.Failed($"{node.Name} does not vote with its next key yet");
            }
        }

        NodeFactory.FinishRotation(network, node, TimeProvider.System);
        Tell(parsed, node.Name, Convert.ToHexStringLower(key), directory,
            $"From its next start on, {node.Name} has this identity only.");
        return ExitStatus.Ok;
    }

    private static string NextIdentityOf(LocalNetwork network, NetworkNode node) =>
        NodeConfiguration.Load(network.ConfigurationOf(node)).NextIdentity
        ?? throw CommandException.Failed(
            $"{node.Name} has no next identity; 'ledger validator rotate {node.Name} --prepare' makes it");

    private void Tell(ParseResult parsed, string name, string key, string directory, string next)
    {
        if (IsJson(parsed))
        {
            Terminal.Json(new JsonObject { ["name"] = name, ["publicKey"] = key, ["identity"] = directory });
            return;
        }

        Terminal.Fields(("validator", name), ("next key", key), ("identity", directory));
        Terminal.Line(next);
    }
}
