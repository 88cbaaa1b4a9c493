using Ledger.Primitives;

namespace Ledger.Cli.Demo;

/// <summary>The contracts that ship with the ledger, as one package: an assembly like anyone else's, carried by the program.</summary>
internal static class ContractPackage
{
    public const string Name = "ledger-contracts";

    private const string Resource = "Ledger.Contracts.dll";

    /// <summary>The assembly's bytes.</summary>
    public static byte[] Load()
    {
        using var stream = typeof(ContractPackage).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the program was built without {Resource}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>How the ledger names a package.</summary>
    public static Digest HashOf(byte[] package) => Digest.Of(package);
}
