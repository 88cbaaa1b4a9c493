using System.CommandLine;
using Ledger.Cli.Network;

namespace Ledger.Cli.Commands;

/// <summary>Options that several commands share, with the same words everywhere. One call makes one option.</summary>
internal static class CommonOptions
{
    /// <summary>Where a network is when nothing else is said, relative to the working directory.</summary>
    public const string DefaultDirectory = "ledger-network";

    public static Option<string> Directory() => new("--dir")
    {
        Description = "Directory of the network.",
        HelpName = "DIR",
        DefaultValueFactory = _ => DefaultDirectory,
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON and nothing else." };

    public static Option<string?> As() => new("--as")
    {
        Description = "Who acts, organisation/name; by default the first organisation's administrator.",
        HelpName = "ACCOUNT",
    };

    public static Option<string?> Node() => new("--node")
    {
        Description = "Node to talk to; by default that of the account's own organisation.",
        HelpName = "NAME",
    };

    public static Option<string[]> Nodes(string verb) => new("--node")
    {
        Description = $"Only {verb} this node; may be repeated.",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    };

    /// <summary>The nodes of these names; all when there are none.</summary>
    public static IReadOnlyList<NetworkNode> Select(LocalNetwork network, string[]? names) =>
        names is { Length: > 0 } ? [.. names.Select(network.Node).Distinct()] : network.Nodes;

    /// <summary>A client for the account and node that the options name.</summary>
    public static DeviceConnection Connect(LocalNetwork network, string? account, string? node) =>
        network.Connect(account ?? LocalNetwork.AdministratorOf(network.Nodes[0].Organisation), node);
}
