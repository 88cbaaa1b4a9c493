using System.Reflection;

namespace Ledger.Cli.Chaincode;

/// <summary>
/// The project that <c>chaincode new</c> writes: a contract, its tests, and a settings file that says where the SDK lies. It
/// refers to the assemblies beside this command, so it builds and tests where no registry can be reached.
/// </summary>
internal static class ContractTemplate
{
    /// <summary>Folder of the contract within the new project.</summary>
    public const string ContractFolder = "contract";

    private const string Prefix = "Ledger.Cli.Chaincode.Templates.";

    /// <summary>What each resource becomes; <c>{Name}</c> stands for the project's name.</summary>
    private static readonly (string Resource, string Path)[] Files =
    [
        ("Directory.Build.props.txt", "Directory.Build.props"),
        ("Contract.csproj.txt", $"{ContractFolder}/{{Name}}.csproj"),
        ("Contract.cs.txt", $"{ContractFolder}/{{Name}}Contract.cs"),
        ("ItemRecord.cs.txt", $"{ContractFolder}/ItemRecord.cs"),
        ("Tests.csproj.txt", "tests/{Name}.Tests.csproj"),
        ("Tests.cs.txt", "tests/{Name}Tests.cs"),
        ("gitignore.txt", ".gitignore"),
    ];

    /// <summary>Writes the project.</summary>
    /// <param name="directory">Must be absent or empty.</param>
    /// <param name="contract">The contract's name on the ledger.</param>
    /// <param name="sdk">Folder with the SDK's assemblies.</param>
    /// <returns>Relative paths of what was written.</returns>
    /// <exception cref="CommandException">The directory holds something.</exception>
    public static IReadOnlyList<string> Write(string directory, string contract, string sdk)
    {
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw CommandException.BadInput($"{directory} is not empty");
        }

        var name = TypeNameOf(contract);
        var written = new List<string>();
        foreach (var (resource, path) in Files)
        {
            var target = path.Replace("{Name}", name, StringComparison.Ordinal);
            var text = Read(resource)
                .Replace("{Name}", name, StringComparison.Ordinal)
                .Replace("{contract}", contract, StringComparison.Ordinal)
                .Replace("{sdk}", sdk.TrimEnd(Path.DirectorySeparatorChar), StringComparison.Ordinal);
            var file = Path.Combine(directory, target);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            written.Add(target);
        }

        return written;
    }

    /// <summary>The C# name for a contract's name: <c>bread-shop</c> gives <c>BreadShop</c>.</summary>
    public static string TypeNameOf(string contract) => string.Concat(
        contract.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));

    private static string Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
