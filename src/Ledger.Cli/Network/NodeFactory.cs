using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Identity;
using Ledger.Node;

namespace Ledger.Cli.Network;

/// <summary>Adds nodes to a network directory, and gives nodes another key; the ledger decides who votes.</summary>
public static class NodeFactory
{
    /// <summary>
    /// Makes one more node: identity from its organisation's authority, configuration with all peers, a data directory that
    /// may vote at once, and its address in the other nodes' configurations.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="name">Name of the node; nobody else's.</param>
    /// <param name="organisation">A member organisation.</param>
    /// <param name="port">Where it listens on 127.0.0.1; null takes a free port.</param>
    /// <param name="time">The clock for the certificates.</param>
    /// <exception cref="CommandException">The name or the organisation cannot be.</exception>
    /// <exception cref="IdentityException">The authority refuses, or its files cannot be used.</exception>
    public static NetworkNode Add(LocalNetwork network, string name, string organisation, int? port, TimeProvider time)
    {
        Check(network, name, organisation, port);
        var home = network.Layout.AddedNode(organisation, name);
        var configuration = Path.Combine(home, "node.json");
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port ?? FreePort(network)}");
        if (network.Nodes.Any(n => n.Address == address))
        {
            throw CommandException.BadInput($"{address} belongs to another node");
        }

        using (var authority = CertificateAuthority.Load(network.Layout.Authority(organisation), time))
        {
            Enrolment.Enrol(home, authority, name, NetworkFactory.NodeTerms);
        }

        new NodeConfiguration
        {
            Name = name,
            Genesis = Path.GetRelativePath(home, network.Layout.Genesis),
            Identity = ".",
            Data = "data",
            Listen = address,
            Peers = [.. network.Nodes.Select(n => new PeerAddress(n.Name, n.Address))],
            Timers = NodeConfiguration.Load(network.ConfigurationOf(network.Nodes[0])).Timers,
        }.Save(configuration);
        LedgerNode.InitialiseData(NodeConfiguration.Load(configuration));
        foreach (var other in network.Nodes)
        {
            ConfigurationFile.AddPeer(network.ConfigurationOf(other), name, address);
        }

        var node = new NetworkNode(name, organisation, address, Path.GetRelativePath(network.Layout.Root, configuration));
        (network.Manifest with { Nodes = [.. network.Nodes, node] }).Save(network.Layout.Manifest);
        return node;
    }

    /// <summary>
    /// Makes the identity whose key shall take over, and names it in the node's configuration. The node knows it from its
    /// next start on.
    /// </summary>
    /// <returns>The folder of the identity.</returns>
    /// <exception cref="CommandException">One is named already.</exception>
    /// <exception cref="IdentityException">The authority refuses, or its files cannot be used.</exception>
    public static string PrepareRotation(LocalNetwork network, NetworkNode node, TimeProvider time)
    {
        var path = network.ConfigurationOf(node);
        if (NodeConfiguration.Load(path).NextIdentity is { } present)
        {
            throw CommandException.Failed($"{node.Name} has a next identity already, in {present}");
        }

        var number = 2;
        string folder;
        do
        {
            folder = string.Create(CultureInfo.InvariantCulture, $"identity-{number++}");
        }
        while (Directory.Exists(Path.Combine(network.HomeOf(node), folder)));

        var directory = Path.Combine(network.HomeOf(node), folder);
        using (var authority = CertificateAuthority.Load(network.Layout.Authority(node.Organisation), time))
        {
            Enrolment.CreateRequests(directory, node.Organisation, node.Name);
            Certify(authority, directory, IdentityFiles.SigningRequest, IdentityFiles.SigningCertificate, CertificateProfile.Signing);
            Certify(authority, directory, IdentityFiles.TlsRequest, IdentityFiles.TlsCertificate, CertificateProfile.NodeTls);
            WriteCertificate(directory, IdentityFiles.AuthorityCertificate, authority.Trust.Encoded.Span);
        }

        ConfigurationFile.SetNextIdentity(path, folder);
        return directory;
    }

    /// <summary>
    /// The next identity becomes the node's only one, from its next start on; its earlier certificates are revoked as
    /// superseded.
    /// </summary>
    /// <exception cref="CommandException">None is named.</exception>
    /// <exception cref="IdentityException">A file of the identity or of the authority cannot be used.</exception>
    public static void FinishRotation(LocalNetwork network, NetworkNode node, TimeProvider time)
    {
        var path = network.ConfigurationOf(node);
        ConfigurationFile.PromoteNextIdentity(path);
        using var identity = DeviceIdentity.Load(NodeConfiguration.Load(path).Identity);
        using var authority = CertificateAuthority.Load(network.Layout.Authority(node.Organisation), time);
        authority.RevokeOthers(
            node.Name, [identity.Certificate.Serial, identity.TlsIdentity.Serial], X509RevocationReason.Superseded);
    }

    /// <summary>A certificate for another key while the earlier ones stay valid: the node votes with those until the change.</summary>
    private static void Certify(
        CertificateAuthority authority, string directory, string requestFile, string certificateFile, CertificateProfile profile)
    {
        var text = File.ReadAllText(Path.Combine(directory, requestFile));
        if (!CertificateSigningRequest.TryParsePem(text, out var request, out var reason))
        {
            throw new IdentityException($"{requestFile} in {directory} cannot be used: {reason}.");
        }

        var terms = new CertificateTerms
        {
            Profile = profile, Attributes = NetworkFactory.NodeTerms.Attributes, AllowsNewKey = true,
        };
        WriteCertificate(directory, certificateFile, authority.Issue(request, terms).Encoded.Span);
    }

    private static void WriteCertificate(string directory, string file, ReadOnlySpan<byte> encoded) =>
        File.WriteAllText(Path.Combine(directory, file), PemEncoding.WriteString("CERTIFICATE", encoded) + "\n");

    private static void Check(LocalNetwork network, string name, string organisation, int? port)
    {
        if (!IdentityName.IsValid(name))
        {
            throw CommandException.BadInput(
                $"'{name}' is no name for a node: at most {IdentityName.LengthMax} of a-z, 0-9, '-' and '.'");
        }

        if (!network.Genesis.Organisations.Any(o => o.Id == organisation))
        {
            throw CommandException.BadInput(
                $"'{organisation}' is no organisation of this network; there are " +
                string.Join(", ", network.Genesis.Organisations.Select(o => o.Id)));
        }

        if (network.Nodes.Any(n => n.Name == name) || Directory.Exists(network.Layout.Device(organisation, name)) ||
            Directory.Exists(network.Layout.AddedNode(organisation, name)))
        {
            throw CommandException.Failed($"there is a node or a device '{name}' already");
        }

        if (port is < 1 or > 65535)
        {
            throw CommandException.BadInput($"port {port} is not between 1 and 65535");
        }
    }

    /// <summary>One that nobody listens on and no node of the network, running or not, is to have.</summary>
    private static int FreePort(LocalNetwork network)
    {
        var ports = FreePorts.Find(network.Nodes.Count + 1);
        return Array.Find(ports, p => !network.Nodes.Any(n => n.Uri.Port == p));
    }
}
