using Ledger.Primitives;

namespace Ledger.Cli.Demo;

/// <summary>
/// The contracts that ship with the ledger, as one package: an assembly like anyone else's, in a file beside the
/// program.
/// </summary>
internal static class ContractPackage
{
    public const string Name = "ledger-contracts";

    /// <summary>The assembly's bytes.</summary>
    /// <exception cref="CommandException">The file is not there.</exception>
    public static byte[] Load()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "contracts", "Ledger.Contracts.dll");
        return File.Exists(file)
            ? File.ReadAllBytes(file)
            : throw CommandException.Failed($"the contracts are missing: {file}; build the program again");
    }

    /// <summary>How the ledger names a package.</summary>
    public static Digest HashOf(byte[] package) => Digest.Of(package);
}
