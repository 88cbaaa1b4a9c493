using System.Globalization;
using System.Text;
using Ledger.Runtime;

namespace Ledger.Cli.Chaincode;

/// <summary>An assembly that the checker of this node's version accepts.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Project">The project that it was built from; null for a file that was there.</param>
/// <param name="Bytes">The assembly.</param>
/// <param name="Contracts">What it holds.</param>
internal sealed record CheckedAssembly(
    string Path, ChaincodeProject? Project, byte[] Bytes, IReadOnlyList<ContractManifest> Contracts)
{
    /// <summary>The contracts and functions in lines.</summary>
    public string Manifest
    {
        get
        {
            var text = new StringBuilder();
            foreach (var contract in Contracts)
            {
                text.Append(contract.Name).Append(HistoryOf(contract)).Append('\n');
                foreach (var function in contract.Functions)
                {
                    var parameters = function.Parameters.Select(p => $"{ValueKinds.NameOf(p.Kind)} {p.Name}");
                    text.Append("  ").Append(function.Name).Append('(').AppendJoin(", ", parameters).Append(") -> ")
                        .Append(ValueKinds.NameOf(function.Result)).Append(function.ReadOnly ? "  [read-only, " : "  [")
                        .Append(function.Access).Append(HintOf(function)).Append("]\n");
                }
            }

            return text.ToString();
        }
    }

    private static string HistoryOf(ContractManifest contract) =>
        contract.HistoryAgeDays == 0 ? "" : $"  (history of {contract.HistoryAgeDays} days)";

    private static string HintOf(FunctionManifest function) =>
        function.GasHint == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", about {function.GasHint} gas");

    /// <summary>Builds where the path is a project, reads and checks.</summary>
    /// <exception cref="CommandException">It does not compile, or the checker refuses it: its sentence.</exception>
    public static async Task<CheckedAssembly> LoadAsync(
        string path, CancellationToken cancellation, bool fromScratch = false)
    {
        var project = ChaincodeProject.Find(path);
        var file = project == null ? path : await project.BuildAsync(fromScratch, cancellation).ConfigureAwait(false);
        var bytes = await File.ReadAllBytesAsync(file, cancellation).ConfigureAwait(false);
        if (PackageFile.IsPackage(bytes))
        {
            bytes = PackageFile.Decode(bytes, file).Assembly.ToArray();
        }

        var verdict = PackageCheck.Inspect(bytes);
        if (verdict.Flaw == null)
        {
            return new CheckedAssembly(file, project, bytes, verdict.Contracts);
        }

        var place = SourceLine.Of(file, verdict.Detail);
        var where = place.Length == 0 ? "" : $" ({place})";
        throw CommandException.Failed($"{System.IO.Path.GetFileName(file)} is refused: {verdict.Flaw}{where}");
    }
}
