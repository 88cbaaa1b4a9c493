using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Network;

/// <summary>
/// Installs the contracts that ship with the product the way anyone's are installed: one organisation's administrator
/// puts the package on the ledger. A genesis file that names its hash has everybody's agreement already; otherwise the
/// others approve until the policy is met (L7).
/// </summary>
public static class ContractInstaller
{
    /// <summary>Name of the shipped package on the ledger.</summary>
    public const string PackageName = "ledger-contracts";

    /// <summary>The shipped package: the assembly beside the command.</summary>
    public static string ShippedPackage => Path.Combine(AppContext.BaseDirectory, "contracts", "Ledger.Contracts.dll");

    /// <summary>The hash of the shipped package, for genesis; empty when this build comes without it.</summary>
    public static IReadOnlyList<string> GenesisPackages() =>
        File.Exists(ShippedPackage) ? [Digest.Of(File.ReadAllBytes(ShippedPackage)).ToString()] : [];

    /// <summary>Installs and approves the shipped package on a network where no such package is active yet.</summary>
    /// <returns>Height of the last approval: a node turns calls away that has not come so far.</returns>
    /// <exception cref="CommandException">The package is missing from the build.</exception>
    /// <exception cref="LedgerException">The ledger refused.</exception>
    public static async Task<SequenceNumber> InstallShippedAsync(LocalNetwork network, CancellationToken cancellation)
    {
        if (!File.Exists(ShippedPackage))
        {
            throw CommandException.Failed($"the contracts are missing from this build: {ShippedPackage}");
        }

        var assembly = await File.ReadAllBytesAsync(ShippedPackage, cancellation).ConfigureAwait(false);
        var hash = Digest.Of(assembly);
        var organisations = network.Nodes.Select(n => n.Organisation).Distinct(StringComparer.Ordinal).ToArray();
        var height = default(SequenceNumber);
        for (var i = 0; i < organisations.Length; i++)
        {
            var call = i == 0
                ? new CallArguments().Text(PackageName).Bytes(assembly).Bytes([]).Long(0).Call("lifecycle", "install")
                : new CallArguments().Bytes(hash.AsSpan()).Call("lifecycle", "approve");
            var connection = network.Connect(LocalNetwork.AdministratorOf(organisations[i]));
            await using (connection.ConfigureAwait(false))
            {
                var receipt = (await connection.Client.SubmitAsync(call, cancellation).ConfigureAwait(false)).EnsureOk();
                height = receipt.Height;
                if (receipt.Calls[0].Events.Any(e => e.Name == "activated"))
                {
                    break;
                }
            }
        }

        return height;
    }
}
