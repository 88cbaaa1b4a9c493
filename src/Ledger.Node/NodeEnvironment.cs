using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Node;

/// <summary>What a configuration names, read and checked: genesis, who we are, whom we trust.</summary>
/// <param name="Genesis">The genesis document.</param>
/// <param name="ChainId">SHA-256 of the genesis file.</param>
/// <param name="Name">This node's name.</param>
/// <param name="Identity">Keys and certificates.</param>
/// <param name="NextIdentity">The identity whose key takes over at a rotation; null when none is under way.</param>
/// <param name="Trust">The member organisations' authorities.</param>
internal sealed record NodeEnvironment(
    GenesisDocument Genesis,
    Digest ChainId,
    string Name,
    DeviceIdentity Identity,
    DeviceIdentity? NextIdentity,
    TrustStore Trust)
{
    /// <summary>Reads the files.</summary>
    /// <exception cref="NodeConfigurationException">Something is missing, malformed, or does not fit together.</exception>
    public static NodeEnvironment Load(NodeConfiguration configuration)
    {
        var (genesis, chainId) = ReadGenesis(configuration.Genesis);
        var identity = ReadIdentity(configuration.Identity, configuration.Name);
        var next = configuration.NextIdentity is { } folder ? ReadIdentity(folder, configuration.Name) : null;
        return new NodeEnvironment(genesis, chainId, configuration.Name, identity, next, TrustOf(genesis));
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

    private static DeviceIdentity ReadIdentity(string folder, string name)
    {
        DeviceIdentity identity;
        try
        {
            identity = DeviceIdentity.Load(folder);
        }
        catch (Exception e) when (e is IdentityException or IOException or UnauthorizedAccessException)
        {
            throw new NodeConfigurationException($"the identity in {folder} cannot be used: {e.Message}");
        }

        return identity.Certificate.Name == name
            ? identity
            : throw new NodeConfigurationException(
                $"the identity in {folder} is that of {identity.Certificate.Name}, not of {name}");
    }
}
