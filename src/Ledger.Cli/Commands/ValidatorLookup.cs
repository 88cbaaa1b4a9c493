using Ledger.Cli.Network;
using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary>Validators as a command line names them: nodes of the network directory, or a name, organisation and key.</summary>
internal static class ValidatorLookup
{
    /// <summary>The key that a node signs with.</summary>
    public static byte[] KeyOf(LocalNetwork network, NetworkNode node) => KeyIn(network.HomeOf(node));

    /// <summary>The signing key of the identity in a folder.</summary>
    public static byte[] KeyIn(string directory)
    {
        using var identity = DeviceIdentity.Load(directory);
        return identity.Signer.PublicKey.ToArray();
    }

    /// <summary>A validator that is to come. What is not said is looked up in the network directory.</summary>
    /// <exception cref="CommandException">It is not said and cannot be looked up: bad input.</exception>
    public static Validator Coming(LocalNetwork network, string name, string? organisation, string? key)
    {
        var node = network.Nodes.FirstOrDefault(n => n.Name == name);
        if (node == null && (organisation == null || key == null))
        {
            throw CommandException.BadInput(
                $"there is no node '{name}' here; --organisation and --key say whose it is and its key, " +
                $"or 'ledger network add-node {name} --organisation ORG' makes it");
        }

        if (node != null && organisation != null && organisation != node.Organisation)
        {
            throw CommandException.BadInput($"{name} is a node of {node.Organisation}, not of {organisation}");
        }

        return new Validator(
            name, organisation ?? node!.Organisation, key == null ? KeyOf(network, node!) : ParseKey(key));
    }

    /// <summary>An Ed25519 key as 64 hexadecimal digits.</summary>
    /// <exception cref="CommandException">The text is something else: bad input.</exception>
    public static byte[] ParseKey(string text)
    {
        const int Digits = 64;
        return text.Length == Digits && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text)
            : throw CommandException.BadInput($"'{text}' is not a key of 64 hexadecimal digits");
    }
}
