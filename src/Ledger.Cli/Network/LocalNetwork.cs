using System.Text.Json;
using Ledger.Client;
using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Cli.Network;

/// <summary>
/// A network directory, read and checked: where things are, which nodes there are, and how to talk to them. Immutable.
/// </summary>
public sealed class LocalNetwork
{
    private LocalNetwork(NetworkLayout layout, NetworkManifest manifest, GenesisDocument genesis, Digest chainId)
    {
        Layout = layout;
        Manifest = manifest;
        Genesis = genesis;
        ChainId = chainId;
    }

    /// <summary>Where things are.</summary>
    public NetworkLayout Layout { get; }

    /// <summary>Which nodes there are.</summary>
    public NetworkManifest Manifest { get; }

    /// <summary>The genesis that all nodes share.</summary>
    public GenesisDocument Genesis { get; }

    /// <summary>SHA-256 of the genesis file.</summary>
    public Digest ChainId { get; }

    /// <summary>The nodes: those of genesis in order of their first replica ids, then those that were added.</summary>
    public IReadOnlyList<NetworkNode> Nodes => Manifest.Nodes;

    /// <summary>Reads a network directory.</summary>
    /// <exception cref="CommandException">It is not one: bad input.</exception>
    public static LocalNetwork Load(string directory)
    {
        var layout = new NetworkLayout(Path.GetFullPath(directory));
        if (!File.Exists(layout.Manifest))
        {
            throw CommandException.BadInput(
                $"{layout.Root} holds no network; 'ledger network init --dir {directory}' makes one, --dir names another");
        }

        try
        {
            var manifest = JsonSerializer.Deserialize(
                File.ReadAllBytes(layout.Manifest), NetworkJson.Default.NetworkManifest);
            if (manifest is not { Format: NetworkManifest.FormatVersion, Nodes.Count: > 0 })
            {
                throw CommandException.BadInput(
                    $"{layout.Manifest} has format {manifest?.Format}, not {NetworkManifest.FormatVersion}, or no nodes");
            }

            var (genesis, chainId) = GenesisDocument.Parse(File.ReadAllBytes(layout.Genesis));
            return new LocalNetwork(layout, manifest, genesis, chainId);
        }
        catch (Exception e) when (e is JsonException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"{layout.Root} is not a usable network: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>The node of this name, or of this organisation.</summary>
    /// <exception cref="CommandException">There is none: bad input.</exception>
    public NetworkNode Node(string name) =>
        Nodes.FirstOrDefault(n => n.Name == name || n.Organisation == name)
        ?? throw CommandException.BadInput(
            $"there is no node '{name}'; the network has {string.Join(", ", Nodes.Select(n => n.Name))}");

    /// <summary>Full path of a node's configuration.</summary>
    public string ConfigurationOf(NetworkNode node) => Path.GetFullPath(Path.Combine(Layout.Root, node.Config));

    /// <summary>A node's own folder: identity, configuration, data, log.</summary>
    public string HomeOf(NetworkNode node) => Path.GetDirectoryName(ConfigurationOf(node))!;

    /// <summary>What a node prints.</summary>
    public string LogOf(NetworkNode node) => Path.Combine(HomeOf(node), "node.log");

    /// <summary>Process id of a node that was started.</summary>
    public string PidOf(NetworkNode node) => Path.Combine(HomeOf(node), "node.pid");

    /// <summary>The administrator's account of an organisation.</summary>
    public static string AdministratorOf(string organisation) =>
        IdentityName.AccountOf(organisation, NetworkLayout.AdminName);

    /// <summary>Directory of a device by its account, <c>organisation/name</c>.</summary>
    /// <exception cref="CommandException">There is no such device here: bad input.</exception>
    public string DeviceDirectory(string account)
    {
        if (account.Split('/') is not [var organisation, var name] || !IdentityName.IsValid(organisation) ||
            !IdentityName.IsValid(name))
        {
            throw CommandException.BadInput($"'{account}' is not an account; write organisation/name");
        }

        var directory = Layout.Device(organisation, name);
        return Directory.Exists(directory)
            ? directory
            : throw CommandException.BadInput(
                $"there is no device {account} here; 'ledger id enroll --org {organisation} --name {name}' makes it");
    }

    /// <summary>A client that acts as an account, connected to a node (by default its own organisation's).</summary>
    /// <param name="account">Who acts, <c>organisation/name</c>.</param>
    /// <param name="node">Name of the node to talk to; null for the account's own cell's.</param>
    /// <param name="adjust">Changes options; may be null.</param>
    /// <exception cref="CommandException">There is no such device or node.</exception>
    /// <exception cref="IdentityException">The device's files cannot be used.</exception>
    public DeviceConnection Connect(
        string account, string? node = null, Func<LedgerClientOptions, LedgerClientOptions>? adjust = null)
    {
        var directory = DeviceDirectory(account);
        var target = node == null
            ? Nodes.FirstOrDefault(n => n.Organisation == account.Split('/')[0]) ?? Nodes[0]
            : Node(node);
        var identity = DeviceIdentity.Load(directory);
        try
        {
            var options = OptionsFor(target, identity);
            return new DeviceConnection(identity, LedgerClient.Connect(adjust?.Invoke(options) ?? options));
        }
        catch
        {
            identity.Dispose();
            throw;
        }
    }

    /// <summary>How to talk to one node, and to the others beside it, as a device.</summary>
    public LedgerClientOptions OptionsFor(NetworkNode target, DeviceIdentity identity) => new()
    {
        Node = target.Uri,
        OtherNodes = [.. Nodes.Where(n => n != target).Select(n => n.Uri)],
        Identity = identity,
        Genesis = Genesis,
        ChainId = ChainId,
    };
}
