namespace Ledger.Cli.Network;

/// <summary>
/// Where things are in a network's directory:
/// <code>
/// genesis.json, network.json
/// ORG/ca/                  the organisation's certificate authority
/// ORG/node/                identity files, node.json, data/, node.log, node.pid
/// ORG/nodes/NAME/          the same of a node that was added later
/// ORG/devices/NAME/        identity files of a device
/// </code>
/// </summary>
/// <param name="Root">The network's directory, a full path.</param>
public sealed record NetworkLayout(string Root)
{
    /// <summary>Name of the device that acts for an organisation.</summary>
    public const string AdminName = "admin";

    /// <summary>Genesis, shared by all.</summary>
    public string Genesis => Path.Combine(Root, "genesis.json");

    /// <summary>The list of nodes.</summary>
    public string Manifest => Path.Combine(Root, "network.json");

    /// <summary>Home of an organisation's certificate authority.</summary>
    public string Authority(string organisation) => Path.Combine(Root, organisation, "ca");

    /// <summary>Home of an organisation's first node.</summary>
    public string Node(string organisation) => Path.Combine(Root, organisation, "node");

    /// <summary>Home of a node that was added later.</summary>
    public string AddedNode(string organisation, string name) => Path.Combine(Root, organisation, "nodes", name);

    /// <summary>A node's configuration.</summary>
    public string NodeConfiguration(string organisation) => Path.Combine(Node(organisation), "node.json");

    /// <summary>A node's RocksDB directory.</summary>
    public string NodeData(string organisation) => Path.Combine(Node(organisation), "data");

    /// <summary>What a node prints.</summary>
    public string NodeLog(string organisation) => Path.Combine(Node(organisation), "node.log");

    /// <summary>Process id of a node that was started.</summary>
    public string NodePid(string organisation) => Path.Combine(Node(organisation), "node.pid");

    /// <summary>Home of an organisation's devices.</summary>
    public string Devices(string organisation) => Path.Combine(Root, organisation, "devices");

    /// <summary>Home of one device.</summary>
    public string Device(string organisation, string name) => Path.Combine(Devices(organisation), name);
}
