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

        var trust = new TrustStore([.. genesis.Organisations.Select(o => (o.Id, o.CaCertificate))]);
        return new NodeEnvironment(genesis, chainId, membership, id, identity, trust);
    }

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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException
                                      or System.Security.Cryptography.CryptographicException)
        {
            throw new NodeConfigurationException($"the identity in {folder} cannot be used: {e.Message}");
        }
    }
}
