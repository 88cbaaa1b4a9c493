using System.CommandLine;
using Ledger.Cli.Network;
using Ledger.Client;
using Ledger.Identity;

namespace Ledger.Cli.Commands;

/// <summary>Options of commands that an operator has for a running node or for a stopped one's directory.</summary>
internal sealed class OperatorOptions
{
    private readonly Option<string?> _as = new("--as")
    {
        Description = "Who acts, organisation/name; by default the administrator of the node's organisation.",
        HelpName = "ACCOUNT",
    };

    private readonly Option<string?> _node = new("--node")
    {
        Description = "The running node; by default the first of the network.", HelpName = "NAME",
    };

    public Option<string> Directory { get; } = CommonOptions.Directory();

    public Option<string?> Data { get; } = DataDirectory.Option();

    public Option<bool> Json { get; } = CommonOptions.Json();

    public void AddTo(Command command)
    {
        command.Add(Directory);
        command.Add(_node);
        command.Add(_as);
        command.Add(Data);
        command.Add(Json);
    }

    /// <summary>The stopped node's directory that is named, or null when a running node is meant.</summary>
    /// <exception cref="CommandException">Both are named, or it holds no ledger: bad input.</exception>
    public string? StoppedNode(ParseResult parsed)
    {
        if (parsed.GetValue(Data) is not { } path)
        {
            return null;
        }

        return parsed.GetValue(_node) == null
            ? DataDirectory.Resolve(path)
            : throw CommandException.BadInput("--node is for a running node and --data for a stopped one: not both");
    }

    /// <summary>Does something with the running node as its administrator.</summary>
    public async Task<T> WithNodeAsync<T>(ParseResult parsed, Func<NetworkNode, AdminClient, Task<T>> action)
    {
        var network = LocalNetwork.Load(parsed.GetRequiredValue(Directory));
        var node = parsed.GetValue(_node) is { } name ? network.Node(name) : network.Nodes[0];
        var account = parsed.GetValue(_as) ?? LocalNetwork.AdministratorOf(node.Organisation);
        using var identity = DeviceIdentity.Load(network.DeviceDirectory(account));
        var client = AdminClient.Connect(network.OptionsFor(node, identity));
        await using (client.ConfigureAwait(false))
        {
            return await action(node, client).ConfigureAwait(false);
        }
    }
}
