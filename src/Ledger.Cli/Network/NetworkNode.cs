namespace Ledger.Cli.Network;

/// <summary>One node of a network on this machine.</summary>
/// <param name="Name">Its name, unique in the network.</param>
/// <param name="Organisation">The utility cell that runs it.</param>
/// <param name="Address">Where it listens, <c>127.0.0.1:port</c>.</param>
/// <param name="Config">Its configuration file, relative to the network's directory.</param>
public sealed record NetworkNode(string Name, string Organisation, string Address, string Config)
{
    /// <summary>What clients dial.</summary>
    public Uri Uri => new($"https://{Address}");
}
