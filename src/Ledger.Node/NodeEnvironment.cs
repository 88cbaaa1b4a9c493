using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Node;

/// <summary>What a configuration names, read and checked: genesis, membership, who we are, whom we trust.</summary>
internal sealed record NodeEnvironment(
    GenesisDocument Genesis,
    Digest ChainId,
    Membership Membership,
    ReplicaId Self,
    DeviceIdentity Identity,
    TrustStore Trust)
{
    /// <summary>Reads the files.</summary>
    /// <exception cref="NodeConfigurationException">Something is missing, malformed, or does not fit together.</exception>
    public static NodeEnvironment Load(NodeConfiguration configuration)
    {
        var (genesis, chainId) = ReadGenesis(configuration.Genesis);
        var membership = genesis.ToMembership();
        var identity = ReadIdentity(configuration.Identity);
        var self = -1;
        for (var i = 0; i < membership.Count; i++)
        {
            if (membership.Validators[i].Name == configuration.Name)
            {
                self = i;
            }
        }

        if (self < 0)
        {
            throw new NodeConfigurationException($"genesis names no validator '{configuration.Name}'");
        }

        var id = new ReplicaId((ushort)self);
        if (!membership.KeyOf(id).SequenceEqual(identity.Signer.PublicKey.Span))
        {
            throw new NodeConfigurationException(
                $"the signing key in {configuration.Identity} is not the one that genesis gives {configuration.Name}");
        }

        return new NodeEnvironment(genesis, chainId, membership, id, identity, TrustOf(genesis));
    }

    /// <summary>The organisations that genesis names, and their authorities.</summary>
    /// <exception cref="NodeConfigurationException">A certificate is not its organisation's.</exception>
    public static TrustStore TrustOf(GenesisDocument genesis) =>
        TrustStore.TryCreate(
            genesis.Organisations.Select(o => (o.Id, (ReadOnlyMemory<byte>)o.CaCertificate)), out var trust, out var reason)
            ? trust
            : throw new NodeConfigurationException($"genesis: {reason}");

    /// <summary>Reads a genesis file.</summary>
    /// <exception cref="NodeConfigurationException">It cannot be read or is not a genesis.</exception>
    public static (GenesisDocument Genesis, Digest ChainId) ReadGenesis(string path)
    {
        try
        {
            return GenesisDocument.Parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new NodeConfigurationException($"{path}: {e.Message}");
        }
    }

    private static DeviceIdentity ReadIdentity(string folder)
    {
        try
        {
            return DeviceIdentity.Load(folder);
        }
        catch (Exception e) when (e is IdentityException or IOException or UnauthorizedAccessException)
        {
            throw new NodeConfigurationException($"the identity in {folder} cannot be used: {e.Message}");
        }
    }
}
