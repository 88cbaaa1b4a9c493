using System.Globalization;
using Ledger.Identity;
using Ledger.Node;
using Ledger.Primitives;

namespace Ledger.Cli.Network;

/// <summary>
/// Makes the directory of a new network: authorities, node and administrator identities, genesis, configurations.
/// </summary>
public static class NetworkFactory
{
    /// <summary>Makes everything; nothing is started.</summary>
    /// <exception cref="CommandException">The plan is out of range, or the directory is not empty.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static LocalNetwork Create(NetworkPlan plan)
    {
        plan.Validate();
        var root = Path.GetFullPath(plan.Directory);
        if (File.Exists(root) || (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any()))
        {
            throw CommandException.Failed($"{root} is there already and not an empty directory");
        }

        var layout = new NetworkLayout(root);
        Directory.CreateDirectory(root);
        var organisations = new GenesisOrganisation[plan.Nodes];
        var validators = new GenesisValidator[plan.Nodes];
        for (var i = 0; i < plan.Nodes; i++)
        {
            (organisations[i], validators[i]) = CreateOrganisation(layout, plan, i);
        }

        var genesis = new GenesisDocument
        {
            Name = plan.Name,
            TimeMilliseconds = (ulong)plan.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds(),
            Organisations = organisations,
            Validators = validators,
            Consensus = plan.Consensus,
            Limits = plan.Limits,
            Chaincode = GenesisChaincode.Default with { Packages = ContractInstaller.GenesisPackages() },
        };
        File.WriteAllBytes(layout.Genesis, genesis.Encode());

        var nodes = PlaceNodes(layout, plan, validators);
        WriteConfigurations(layout, plan, nodes);
        var manifest = new NetworkManifest { Name = plan.Name, Nodes = nodes };
        manifest.Save(layout.Manifest);
        return LocalNetwork.Load(root);
    }

    /// <summary>What an authority certifies a node with.</summary>
    internal static EnrolmentTerms NodeTerms => new()
    {
        IsNode = true,
        Attributes = CertificateAttributes.Create(KeyValuePair.Create(AttributeNames.Role, "node")),
    };

    private static (GenesisOrganisation Organisation, GenesisValidator Validator) CreateOrganisation(
        NetworkLayout layout, NetworkPlan plan, int index)
    {
        var id = NetworkPlan.OrganisationAt(index);
        var name = NetworkPlan.NodeAt(index);
        using var authority = CertificateAuthority.Create(id, plan.TimeProvider);
        authority.Save(layout.Authority(id));
        Enrolment.Enrol(layout.Node(id), authority, name, NodeTerms);
        Enrolment.Enrol(layout.Device(id, NetworkLayout.AdminName), authority, NetworkLayout.AdminName, new EnrolmentTerms
        {
            Attributes = CertificateAttributes.Create(KeyValuePair.Create(AttributeNames.Role, "admin")),
        });
        using var node = DeviceIdentity.Load(layout.Node(id));
        return (
            new GenesisOrganisation(id, authority.Trust.Encoded.ToArray()),
            new GenesisValidator(name, id, node.Signer.PublicKey.ToArray()));
    }

    private static NetworkNode[] PlaceNodes(NetworkLayout layout, NetworkPlan plan, GenesisValidator[] validators)
    {
        var ports = plan.BasePort is { } first
            ? [.. Enumerable.Range(first, validators.Length)]
            : FreePorts.Find(validators.Length);
        return
        [
            .. validators.Select((v, i) => new NetworkNode(
                v.Name, v.Organisation, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{ports[i]}"),
                Path.GetRelativePath(layout.Root, layout.NodeConfiguration(v.Organisation)))),
        ];
    }

    private static void WriteConfigurations(NetworkLayout layout, NetworkPlan plan, NetworkNode[] nodes)
    {
        foreach (var node in nodes)
        {
            var home = layout.Node(node.Organisation);
            new NodeConfiguration
            {
                Name = node.Name,
                Genesis = Path.GetRelativePath(home, layout.Genesis),
                Identity = ".",
                Data = Path.GetRelativePath(home, layout.NodeData(node.Organisation)),
                Listen = node.Address,
                Peers = [.. nodes.Where(n => n != node).Select(n => new PeerAddress(n.Name, n.Address))],
                Timers = plan.Timers == NetworkPlan.DefaultTimers ? null : plan.Timers,
            }.Save(layout.NodeConfiguration(node.Organisation));

            // Only a directory made here may vote at once: it is certain that its key has never voted.
            LedgerNode.InitialiseData(NodeConfiguration.Load(layout.NodeConfiguration(node.Organisation)));
        }
    }
}
